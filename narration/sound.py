"""Samples made ready to be heard: silence cut off, every line equally loud, small files."""

from io import BytesIO

import av
import lameenc
import numpy as np

from narration.voice import RATE, Samples

LOUDNESS = -17.0
KILOBITS = 32
_PEAK = 0.89
_KNEE = 0.7
_LEAD, _TAIL = 0.06, 0.18
_BLOCK, _STEP = 0.4, 0.1


def finish(samples: Samples) -> Samples:
    """Cut, level and lightly round off the peaks of a line."""
    cut = _trim(samples)
    for _ in range(3):
        cut = _round_off(cut * np.float32(10 ** ((LOUDNESS - loudness(cut)) / 20)))
    return cut


def _trim(samples: Samples) -> Samples:
    heard = np.flatnonzero(np.abs(samples) > 0.01)
    lead, tail = (np.zeros(int(seconds * RATE), np.float32) for seconds in (_LEAD, _TAIL))
    return np.concatenate([lead, samples[heard[0] : heard[-1] + 1], tail])


def _round_off(samples: Samples) -> Samples:
    """Bend what is above the knee softly towards the peak, so that nothing clips."""
    over = np.maximum(np.abs(samples) - _KNEE, 0)
    bent = _KNEE + (_PEAK - _KNEE) * np.tanh(over / (_PEAK - _KNEE))
    return np.where(over > 0, np.sign(samples) * bent, samples).astype(np.float32)


def loudness(samples: Samples) -> float:
    """Return how loud a line is to the ear, in LUFS (ITU-R BS.1770, both gates)."""
    heard = _weighted(samples)
    block, step = int(_BLOCK * RATE), int(_STEP * RATE)
    starts = range(0, max(1, len(heard) - block + 1), step)
    power = np.array([np.mean(heard[start : start + block] ** 2) for start in starts])
    loud = power[power > _power(-70)]
    return _level(float(np.mean(loud[loud > 0.1 * np.mean(loud)])))


def _level(power: float) -> float:
    return float(-0.691 + 10 * np.log10(power))


def _power(level: float) -> float:
    return float(10 ** ((level + 0.691) / 10))


def _weighted(samples: Samples) -> Samples:
    """Weigh the frequencies as the ear does: the two filters of BS.1770, as transfer functions."""
    size = 2 ** int(np.ceil(np.log2(len(samples) + RATE)))
    s = 1j * np.tan(np.pi * np.fft.rfftfreq(size, 1 / RATE) / RATE)
    shelf, at = 10 ** (3.999843853973347 / 20), np.tan(np.pi * 1681.974450955533 / RATE)
    q = 0.7071752369554196
    high = (shelf * s**2 + shelf**0.4996667741545416 * at / q * s + at**2) / (s**2 + at / q * s + at**2)
    low, slope = np.tan(np.pi * 38.13547087602444 / RATE), 0.5003270373238773
    pass_ = s**2 / (s**2 + low / slope * s + low**2)
    weighted = np.fft.irfft(np.fft.rfft(samples, size) * high * pass_, size)[: len(samples)]
    return weighted.astype(np.float32)


def to_mp3(samples: Samples) -> bytes:
    """Return a line as a small mono MP3."""
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_bit_rate(KILOBITS)
    encoder.set_in_sample_rate(RATE)
    encoder.set_channels(1)
    encoder.set_quality(2)
    whole = (np.clip(samples, -1, 1) * 32767).astype("<i2")
    return bytes(encoder.encode(whole.tobytes())) + bytes(encoder.flush())


def from_mp3(data: bytes, rate: int = RATE) -> Samples:
    """Return the samples of a recording, as a tablet would play them, at a rate of samples a second."""
    resampler = av.AudioResampler(format="flt", layout="mono", rate=rate)
    with av.open(BytesIO(data)) as opened:
        frames = [piece for frame in opened.decode(audio=0) for piece in resampler.resample(frame)]
        frames += resampler.resample(None)
    return np.concatenate([frame.to_ndarray().ravel() for frame in frames]).astype(np.float32)
