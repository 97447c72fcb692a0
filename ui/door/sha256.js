// SHA-256 as hexadecimal text. The browser's own is missing on a plain-HTTP address, where many rooms stand.

const K = Uint32Array.from(primes(64), (n) => fraction(Math.cbrt(n)));
const START = Uint32Array.from(primes(8), (n) => fraction(Math.sqrt(n)));

function primes(count) {
  const found = [];
  for (let n = 2; found.length < count; n++) if (found.every((p) => n % p)) found.push(n);
  return found;
}

function fraction(x) {
  return ((x - Math.floor(x)) * 0x100000000) | 0;
}

export function sha256(text) {
  const message = new TextEncoder().encode(text);
  const padded = new DataView(new ArrayBuffer(((message.length + 8) >> 6 << 6) + 64));
  message.forEach((byte, at) => padded.setUint8(at, byte));
  padded.setUint8(message.length, 0x80);
  padded.setUint32(padded.byteLength - 4, message.length * 8);
  const state = Uint32Array.from(START);
  for (let block = 0; block < padded.byteLength; block += 64) mix(state, padded, block);
  return Array.from(state, (word) => word.toString(16).padStart(8, '0')).join('');
}

function mix(state, bytes, block) {
  const w = new Uint32Array(64);
  const turn = (x, by) => (x >>> by) | (x << (32 - by));
  for (let i = 0; i < 64; i++) {
    if (i < 16) { w[i] = bytes.getUint32(block + i * 4); continue; }
    const a = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ (w[i - 15] >>> 3);
    const b = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ (w[i - 2] >>> 10);
    w[i] = (w[i - 16] + a + w[i - 7] + b) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const s = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const one = (h + s + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
    const t = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const two = (t + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => { state[i] = (state[i] + word) | 0; });
}
