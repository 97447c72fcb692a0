// Reading aloud: a recording where there is one, else the browser's own voice, else nothing.

const RATES = { slow: { tape: 0.82, speech: 0.7 }, normal: { tape: 1, speech: 0.92 } };

export function openVoice(options) {
  const speech = window.speechSynthesis;
  let voices = [];
  let tape = null;
  let turn = 0;

  const learn = () => {
    voices = speech ? speech.getVoices() : [];
    if (options.onChange) options.onChange();
  };
  if (speech) {
    voices = speech.getVoices();
    if (speech.addEventListener) speech.addEventListener('voiceschanged', learn);
  }
  const voiceFor = (language) => voices.find((voice) => voice.lang.toLowerCase().replace('_', '-').startsWith(language));
  const recording = (line, language) => {
    const tapes = options.recordings();
    const file = language === 'zh' && tapes && tapes.files && tapes.files[line];
    return file ? `${tapes.base.replace(/\/$/, '')}/${file}` : null;
  };

  function stop() {
    turn += 1;
    if (tape) {
      tape.pause();
      tape = null;
    }
    if (speech) speech.cancel();
  }
  function play(address) {
    return new Promise((done) => {
      tape = new Audio(address);
      tape.playbackRate = RATES[options.speed()].tape;
      tape.onended = () => done(true);
      tape.onerror = () => done(false);
      const begun = tape.play();
      if (begun && begun.catch) begun.catch(() => done(false));
    });
  }
  function speak(line, language) {
    const voice = voiceFor(language);
    if (!voice) return Promise.resolve(false);
    return new Promise((done) => {
      const words = new SpeechSynthesisUtterance(line);
      words.voice = voice;
      words.lang = voice.lang;
      words.rate = RATES[options.speed()].speech;
      words.onend = () => done(true);
      words.onerror = () => done(false);
      speech.speak(words);
    });
  }

  return {
    can: (lines, language) => lines.some((line) => recording(line, language)) || Boolean(voiceFor(language)),
    say(lines, language) {
      stop();
      const mine = turn;
      return lines.reduce((before, line) => before.then(() => {
        if (mine !== turn) return null;
        const address = recording(line, language);
        if (!address) return speak(line, language);
        return play(address).then((played) => (played || mine !== turn ? played : speak(line, language)));
      }), Promise.resolve());
    },
    stop,
    speaking: () => Boolean(tape && !tape.paused && !tape.ended) || Boolean(speech && speech.speaking),
    close() {
      stop();
      if (speech && speech.removeEventListener) speech.removeEventListener('voiceschanged', learn);
    },
  };
}
