// Our own pictures, 320 × 240, flat and calm: what stands before the lens, in a film, on a record.

const face = (skin, hair, coat, extra) =>
  `<rect width="320" height="240" fill="#E8DFD0"/><path d="M60 240c4-56 40-82 100-82s96 26 100 82z" fill="${coat}"/>
   <rect x="138" y="138" width="44" height="40" rx="16" fill="${skin}"/><ellipse cx="160" cy="100" rx="52" ry="60" fill="${skin}"/>
   ${hair}<circle cx="141" cy="102" r="5" fill="#3A2A20"/><circle cx="179" cy="102" r="5" fill="#3A2A20"/>
   <path d="M140 130c12 12 28 12 40 0" fill="none" stroke="#9A4A3A" stroke-width="5" stroke-linecap="round"/>${extra || ''}`;

const code = () => {
  let cells = '';
  for (let y = 0; y < 13; y++) {
    for (let x = 0; x < 13; x++) {
      if ((x * 7 + y * 11 + ((x * y) % 5)) % 3 === 0) cells += `M${95 + x * 10} ${55 + y * 10}h10v10h-10z`;
    }
  }
  const eye = (x, y) => `<path d="M${x} ${y}h40v40h-40z" fill="#fff"/><path d="M${x} ${y}h40v40h-40zM${x + 8} ${y + 8}v24h24v-24z" fill-rule="evenodd"/><path d="M${x + 14} ${y + 14}h12v12h-12z"/>`;
  return `<rect width="320" height="240" fill="#C9D2DC"/><rect x="70" y="28" width="180" height="184" rx="14" fill="#fff"/>
    <g fill="#141414"><path d="${cells}"/>${eye(95, 55)}${eye(185, 55)}${eye(95, 145)}</g>`;
};

const PICTURES = {
  teacup: `<rect width="320" height="240" fill="#EADBC4"/><rect y="168" width="320" height="72" fill="#B98A5A"/><path d="M0 168h320v8H0z" fill="#A27447"/>
    <ellipse cx="154" cy="196" rx="92" ry="15" fill="#F7F3EA"/><ellipse cx="154" cy="193" rx="62" ry="8" fill="#E3DACA"/>
    <path d="M92 108h124c0 50-18 84-62 84s-62-34-62-84z" fill="#FDFBF6"/><path d="M214 118c32-6 38 44-10 46" fill="none" stroke="#FDFBF6" stroke-width="11"/>
    <ellipse cx="154" cy="108" rx="62" ry="13" fill="#F2ECDF"/><ellipse cx="154" cy="109" rx="53" ry="9" fill="#A8622B"/>
    <path d="M110 140c14 10 20-6 32 2s22 6 34-4" fill="none" stroke="#2F6DA8" stroke-width="5" stroke-linecap="round"/>
    <path d="M134 84c-8-14 8-20 0-36M166 84c-8-14 8-20 0-36" fill="none" stroke="#fff" stroke-width="6" stroke-linecap="round" opacity=".8"/>`,
  flower: `<rect width="320" height="240" fill="#DCEBDD"/><path d="M160 240V120" stroke="#3F7D4E" stroke-width="9"/><path d="M160 196c-40 0-56-22-62-40 34-4 58 8 62 40zM160 214c34-2 52-22 58-42-34 0-54 12-58 42z" fill="#4E9160"/>
    <g fill="#D9546E"><ellipse cx="160" cy="52" rx="26" ry="34"/><ellipse cx="116" cy="86" rx="26" ry="34" transform="rotate(-68 116 86)"/><ellipse cx="204" cy="86" rx="26" ry="34" transform="rotate(68 204 86)"/><ellipse cx="132" cy="132" rx="26" ry="34" transform="rotate(36 132 132)"/><ellipse cx="188" cy="132" rx="26" ry="34" transform="rotate(-36 188 132)"/></g><circle cx="160" cy="96" r="26" fill="#F2C14E"/>`,
  garden: `<rect width="320" height="240" fill="#CFE3EE"/><path d="M0 118c50-40 90-30 130-10s110-40 190-8v60H0z" fill="#8FB79A"/><rect y="152" width="320" height="88" fill="#8DB6CC"/>
    <path d="M60 168c30-46 170-46 200 0" fill="none" stroke="#B9AFA0" stroke-width="16"/><path d="M112 168a48 40 0 0 1 96 0z" fill="#7AA6BE"/><path d="M52 168h216" stroke="#B9AFA0" stroke-width="7"/>
    <path d="M282 152c-4-40-6-60 4-92" stroke="#6B5138" stroke-width="7" fill="none"/><path d="M286 60c-26 4-40 30-38 66M286 60c-10 14-14 40-10 72M286 60c18 6 26 32 24 66" stroke="#5A9468" stroke-width="8" fill="none" stroke-linecap="round"/>`,
  dish: `<rect width="320" height="240" fill="#F0E2CC"/><ellipse cx="160" cy="150" rx="128" ry="64" fill="#FBF8F1"/><ellipse cx="160" cy="144" rx="98" ry="44" fill="#E9E0D0"/>
    <g stroke="#6E2C14" stroke-width="3"><rect x="96" y="112" width="52" height="38" rx="8" fill="#A3481F"/><rect x="150" y="104" width="52" height="38" rx="8" fill="#B5562A"/><rect x="182" y="128" width="50" height="36" rx="8" fill="#A3481F"/><rect x="128" y="138" width="52" height="36" rx="8" fill="#BE6233"/></g>
    <g fill="#4E9160"><path d="M120 108l12-12 6 10zM206 120l14-8 2 12z"/></g><path d="M120 76c-8-14 8-20 0-36M164 70c-8-14 8-20 0-36M206 76c-8-14 8-20 0-36" fill="none" stroke="#fff" stroke-width="7" stroke-linecap="round"/>`,
  exercise: `<rect width="320" height="240" fill="#DDE9E2"/><circle cx="250" cy="58" r="28" fill="#F2B84B"/><rect y="196" width="320" height="44" fill="#8FB79A"/>
    <circle cx="160" cy="66" r="22" fill="#E3B48F"/><path d="M138 60c2-22 42-22 44 0-12-8-32-8-44 0z" fill="#C9CDD2"/><path d="M138 92h44l10 62h-64z" fill="#F7F3EA"/>
    <path d="M140 98c-28 6-48 0-66-20M180 98c28 6 48 0 66-20" stroke="#F7F3EA" stroke-width="16" fill="none" stroke-linecap="round"/><path d="M136 154l-24 52M184 154l24 52" stroke="#2E4A66" stroke-width="20" stroke-linecap="round"/>`,
  opera: `<rect width="320" height="240" fill="#7A1F2B"/><path d="M0 0h320v26H0z" fill="#B8862F"/><path d="M0 26c30 60 30 140 0 214zM320 26c-30 60-30 140 0 214z" fill="#A12B39"/><rect y="206" width="320" height="34" fill="#5A3A22"/>
    <path d="M106 220c6-70 20-96 54-96s48 26 54 96z" fill="#F0B7C4"/><path d="M112 146c-26 22-34 44-36 66l30-6zM208 146c26 22 34 44 36 66l-30-6z" fill="#F7D9E0"/><ellipse cx="160" cy="98" rx="26" ry="30" fill="#F6DCC8"/>
    <path d="M132 92c-4-44 60-44 56 0-8-18-48-18-56 0z" fill="#241C1C"/><g fill="#F2C14E"><circle cx="138" cy="66" r="7"/><circle cx="160" cy="56" r="9"/><circle cx="182" cy="66" r="7"/></g><circle cx="150" cy="98" r="3" fill="#241C1C"/><circle cx="170" cy="98" r="3" fill="#241C1C"/><path d="M154 114h12" stroke="#B02A3B" stroke-width="4" stroke-linecap="round"/>`,
  bamboo: `<rect width="320" height="240" fill="#E6EBDD"/><circle cx="236" cy="66" r="34" fill="#F7F3E2"/><g stroke="#5B4A7A" stroke-width="13" stroke-linecap="round"><path d="M84 240V20M132 240V60M190 240V36"/></g>
    <g stroke="#E6EBDD" stroke-width="4"><path d="M76 80h16M76 150h16M124 110h16M124 180h16M182 96h16M182 166h16"/></g><g fill="#4E7D57"><path d="M84 60c30-4 44-20 50-34-28 2-44 14-50 34zM132 100c30-2 46-16 54-30-28 0-46 10-54 30zM190 84c30-2 44-18 50-32-28 2-44 12-50 32zM84 140c-24-4-36-18-42-30 24 0 36 12 42 30z"/></g>`,
  record: `<rect width="320" height="240" fill="#E9DFCB"/><circle cx="160" cy="120" r="96" fill="#26211E"/><g fill="none" stroke="#453D38" stroke-width="2"><circle cx="160" cy="120" r="82"/><circle cx="160" cy="120" r="68"/><circle cx="160" cy="120" r="54"/></g><circle cx="160" cy="120" r="34" fill="#B8452F"/><circle cx="160" cy="120" r="6" fill="#E9DFCB"/>`,
  radio: `<rect width="320" height="240" fill="#DDE6EA"/><path d="M92 66 220 30" stroke="#5B6673" stroke-width="6"/><rect x="56" y="66" width="208" height="134" rx="18" fill="#B4693A"/><circle cx="116" cy="134" r="42" fill="#5E351C"/><circle cx="116" cy="134" r="28" fill="#7A4826"/><rect x="176" y="92" width="70" height="34" rx="6" fill="#F4E6C4"/><path d="M206 96v26" stroke="#B23A3A" stroke-width="4"/><circle cx="194" cy="162" r="14" fill="#F4E6C4"/><circle cx="232" cy="162" r="14" fill="#F4E6C4"/>`,
  news: `<rect width="320" height="240" fill="#D6DEE6"/><rect x="62" y="26" width="196" height="196" fill="#FDFBF4"/><path d="M80 50h160" stroke="#A33A2A" stroke-width="14"/><rect x="80" y="74" width="76" height="62" fill="#9DB7C9"/><path d="M80 124l24-24 20 18 14-12 18 18v12H80z" fill="#5F8A6B"/><g stroke="#8A8F96" stroke-width="5"><path d="M168 80h72M168 96h72M168 112h72M168 128h50M80 156h160M80 172h160M80 188h120"/></g>`,
  rain: `<rect width="320" height="240" fill="#B9C7D3"/><path d="M96 128a40 40 0 0 1 10-78 58 58 0 0 1 110 12 34 34 0 0 1 2 66z" fill="#F4F7FA"/><g stroke="#2F6DA8" stroke-width="8" stroke-linecap="round"><path d="M112 152l-12 34M152 152l-12 34M192 152l-12 34M232 152l-12 34M132 196l-8 24M172 196l-8 24M212 196l-8 24"/></g>`,
  sale: `<rect width="320" height="240" fill="#C7382E"/><path d="M0 0l320 240M320 0L0 240M160 0v240M0 120h320" stroke="#D7564A" stroke-width="26"/><circle cx="160" cy="116" r="78" fill="#F7C948"/><path d="M128 96h64l-8 84h-48z" fill="#fff"/><path d="M140 80h40v20h-40z" fill="#2E6E4E"/><path d="M136 130h48v26h-48z" fill="#2E6E4E"/><path d="M110 40l12 20M210 40l-12 20M160 22v22" stroke="#fff" stroke-width="8" stroke-linecap="round"/>`,
  pills: `<rect width="320" height="240" fill="#E3E8EC"/><path d="M70 80 160 50l90 30v100l-90 34-90-34z" fill="#FDFDFB"/><path d="M70 80l90 34v100l-90-34z" fill="#EDF1F4"/><path d="M160 114l90-34v100l-90 34z" fill="#D7DEE4"/><path d="M86 112l56 22v14l-56-22z" fill="#1F7A4D"/><path d="M86 138l56 22M86 152l40 16" stroke="#6A737C" stroke-width="5"/><path d="M196 120h20M206 110v20" stroke="#B23A3A" stroke-width="7" transform="skewY(-20) translate(0 78)"/>`,
  kitten: `<rect width="320" height="240" fill="#EFE3D3"/><path d="M84 240c0-60 30-90 76-90s76 30 76 90z" fill="#D9944A"/><path d="M104 108 96 40l44 30h40l44-30-8 68c0 36-26 58-56 58s-56-22-56-58z" fill="#E3A45C"/><path d="M112 62l22 14-20 12zM208 62l-22 14 20 12z" fill="#F2C9B0"/><circle cx="138" cy="108" r="8" fill="#2E2A24"/><circle cx="182" cy="108" r="8" fill="#2E2A24"/><path d="M152 126h16l-8 9z" fill="#B0563F"/><path d="M160 135c-4 12-18 12-22 4M160 135c4 12 18 12 22 4M96 120l-40-8M98 134l-40 6M224 120l40-8M222 134l40 6" fill="none" stroke="#6B4A28" stroke-width="4" stroke-linecap="round"/>`,
  girl: face('#F3C9A5', '<path d="M102 100c-8-76 124-76 116 0 4-32-20-44-58-44s-62 12-58 44z" fill="#2B211C"/><circle cx="94" cy="104" r="18" fill="#2B211C"/><circle cx="226" cy="104" r="18" fill="#2B211C"/>', '#D9546E'),
  boy: face('#F0C39C', '<path d="M106 92c-6-70 114-70 108 0-10-22-30-26-54-26s-44 4-54 26z" fill="#2B211C"/>', '#2F6DA8'),
  woman: face('#F0C6A6', '<path d="M100 128c-16-104 136-104 120 0-6-50-20-66-60-66s-54 16-60 66z" fill="#2B211C"/>', '#7B4FA3'),
  man: face('#E6B58E', '<path d="M106 88c-4-62 112-62 108 0-12-18-30-22-54-22s-42 4-54 22z" fill="#3A322C"/>', '#46505C'),
  granny: face('#EFC7A8', '<path d="M102 100c-10-80 126-80 116 0-6-34-26-44-58-44s-52 10-58 44z" fill="#C9CDD2"/><circle cx="160" cy="34" r="20" fill="#C9CDD2"/>', '#8A5A00', '<g fill="none" stroke="#5B4636" stroke-width="4"><circle cx="141" cy="102" r="15"/><circle cx="179" cy="102" r="15"/><path d="M156 102h8"/></g>'),
  teacher: face('#EFC3A0', '<path d="M104 96c-8-72 120-72 112 0-8-26-26-34-56-34s-48 8-56 34z" fill="#2B211C"/>', '#0A4F94', '<g fill="none" stroke="#2B211C" stroke-width="4"><circle cx="141" cy="102" r="15"/><circle cx="179" cy="102" r="15"/><path d="M156 102h8"/></g>'),
  stranger: `<rect width="320" height="240" fill="#C9CED4"/><path d="M60 240c4-56 40-82 100-82s96 26 100 82z" fill="#7C8590"/><circle cx="160" cy="98" r="58" fill="#9AA3AD"/><path d="M146 84c2-18 32-16 30 2-2 12-16 12-16 26M160 126v1" stroke="#fff" stroke-width="9" fill="none" stroke-linecap="round"/>`,
  room: `<rect width="320" height="240" fill="#EFE6D8"/><rect y="180" width="320" height="60" fill="#C9A77A"/><rect x="40" y="40" width="90" height="90" fill="#BFDDEB"/><path d="M85 40v90M40 85h90" stroke="#fff" stroke-width="8"/><rect x="160" y="118" width="136" height="62" rx="14" fill="#6F8F7C"/><rect x="150" y="146" width="156" height="50" rx="14" fill="#7FA08C"/><rect x="196" y="52" width="66" height="46" fill="#D9A05B"/>`,
  notice: `<rect width="320" height="240" fill="#DCE5DF"/><path d="M0 196h320v44H0z" fill="#B9A487"/><rect x="70" y="18" width="180" height="150" rx="6" fill="#FFFDF5" stroke="#C9BFA8" stroke-width="3"/><path d="M140 12h40v14h-40z" fill="#E5C76B"/>
    <g fill="none" stroke="#1668B8" stroke-width="9" stroke-linecap="round"><path d="M122 66c22-20 54-20 76 0M138 84c12-11 32-11 44 0"/></g><circle cx="160" cy="101" r="8" fill="#1668B8"/><path d="M96 128h128M96 148h88" stroke="#4A5560" stroke-width="8" stroke-linecap="round"/>`,
  code: code(),
};

export const picture = (name) =>
  `<svg class="pic" viewBox="0 0 320 240" preserveAspectRatio="xMidYMid slice" aria-hidden="true" focusable="false">${PICTURES[name] || PICTURES.garden}</svg>`;

export const pictureNames = () => Object.keys(PICTURES);
