// The tablet's camera as a card reader. The decoder is loaded when first wanted and needs no network beyond.

const PAUSE = 90;
const WIDEST = 800;
const SAME_CARD = 4000;

let decoder;

async function load(urls) {
  const module = await import(urls.decoder);
  await module.prepareZXingModule({
    overrides: { locateFile: (path, prefix) => (path.endsWith('.wasm') ? urls.wasm : prefix + path) },
    fireImmediately: true,
  });
  return (image) => module.readBarcodes(image, { formats: ['QRCode'], maxNumberOfSymbols: 1, tryHarder: true });
}

// Start reading codes. Returns a function that stops it. found(text) is called once per card shown.
// Throws an Error named for the reason when there is no camera to be had.
export async function watch(video, urls, found) {
  if (!navigator.mediaDevices) throw Object.assign(new Error('insecure'), { name: 'Insecure' });
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } },
    audio: false,
  });
  let stopped = false;
  const stop = () => {
    stopped = true;
    stream.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
  };
  try {
    video.srcObject = stream;
    await video.play();
    decoder = decoder || load(urls);
    look(video, await decoder, found, () => stopped);
  } catch (fault) {
    decoder = undefined;
    stop();
    throw fault;
  }
  return stop;
}

async function look(video, read, found, isStopped) {
  const canvas = document.createElement('canvas');
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  let last = '';
  let seenAt = 0;
  while (!isStopped()) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    if (isStopped() || document.visibilityState !== 'visible' || !video.videoWidth) continue;
    const scale = Math.min(1, WIDEST / video.videoWidth);
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    pen.drawImage(video, 0, 0, canvas.width, canvas.height);
    const [code] = await read(pen.getImageData(0, 0, canvas.width, canvas.height));
    if (!code || !code.text || isStopped()) continue;
    const now = performance.now();
    // A card held still is one card; the next one is taken at once.
    const again = code.text === last && now - seenAt < SAME_CARD;
    last = code.text;
    seenAt = now;
    if (!again) found(code.text);
  }
}
