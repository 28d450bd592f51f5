/** How often sound is repeated, by the loss, the line, and what both ends have agreed on. */
import { describe, expect, it } from 'vitest';
import { SOUND_LOSS } from '../../policy/encoding.ts';
import { LinkSound, redundancyIn } from './link-sound.ts';
import type { SoundProtection } from './scene-sound.ts';
import { SoundGuard } from './sound-guard.ts';

const chromium = {
  codecs: [
    {
      mimeType: 'audio/opus',
      payloadType: 111,
      clockRate: 48_000,
      channels: 2,
      sdpFmtpLine: 'minptime=10;useinbandfec=1',
    },
    { mimeType: 'audio/red', payloadType: 63, clockRate: 48_000, channels: 2, sdpFmtpLine: '111/111' },
  ],
};
const firefox = { codecs: chromium.codecs.slice(0, 1) };

function heavyLossFor(ms: number): SoundGuard {
  const guard = new SoundGuard();
  for (const atMs of [0, ms]) guard.observe(0.2, 'speech', atMs);
  return guard;
}

describe('a link’s sound is repeated', () => {
  it('not at all on a line without loss', () => {
    expect(new SoundGuard().observe(0, 'speech', 0)).toBe(0);
  });

  it('once with light loss, and twice with heavy loss that lasts', () => {
    expect(new SoundGuard().observe(0.03, 'speech', 0)).toBe(1);
    expect(heavyLossFor(SOUND_LOSS.heavyForMs).observe(0.2, 'speech', SOUND_LOSS.heavyForMs)).toBe(2);
  });

  it('once only while a line that has become narrow drops what was sent before', () => {
    const guard = heavyLossFor(SOUND_LOSS.heavyForMs - 1);
    guard.observe(0, 'speech', SOUND_LOSS.heavyForMs);
    expect(guard.observe(0.2, 'speech', SOUND_LOSS.heavyForMs + 1)).toBe(1);
  });

  it('for a while after the loss has ended, since bad lines stay bad', () => {
    const guard = heavyLossFor(SOUND_LOSS.heavyForMs);
    const endsAtMs = SOUND_LOSS.heavyForMs + SOUND_LOSS.memoryMs;
    expect(guard.observe(0.03, 'speech', endsAtMs)).toBe(2);
    expect(guard.observe(0, 'speech', endsAtMs + 1)).toBe(1);
    expect(guard.observe(0, 'speech', endsAtMs + SOUND_LOSS.memoryMs + 1)).toBe(0);
  });

  it('once only where it is music, which takes more', () => {
    expect(heavyLossFor(SOUND_LOSS.heavyForMs).observe(0.2, 'music', SOUND_LOSS.heavyForMs)).toBe(1);
  });
});

describe('a link’s sound', () => {
  const soundOf = (parameters: Pick<RTCRtpSendParameters, 'codecs'>): [LinkSound, (SoundProtection | null)[]] => {
    const protections: (SoundProtection | null)[] = [];
    return [new LinkSound({ getParameters: () => parameters }, (one) => protections.push(one)), protections];
  };

  it('is protected with what both ends have agreed on, and says what that costs', () => {
    const [sound, protections] = soundOf(chromium);
    const losses = [0, 0.05, 0.2, 0.2];
    const costs = losses.map((loss, index) => sound.observe(loss, 'speech', index * SOUND_LOSS.heavyForMs));
    expect(costs).toEqual([0, 40, 40, 80]);
    expect(sound.observe(0, 'speech', 120_000)).toBe(0);
    const agreed = { opus: 111, red: 63 };
    expect(protections).toEqual([{ ...agreed, repeats: 1 }, { ...agreed, repeats: 2 }, null]);
  });

  it('stays plain once the worker could not repeat it, and then costs nothing', () => {
    const [sound, protections] = soundOf(chromium);
    sound.observe(0.05, 'speech', 0);
    sound.leavePlain();
    expect([sound.observe(0.2, 'speech', 1), sound.repeats, protections.length]).toEqual([0, 0, 1]);
  });

  it('stays plain where the watcher’s browser does not know redundancy', () => {
    const [sound, protections] = soundOf(firefox);
    expect(sound.observe(0.2, 'speech', 0)).toBe(0);
    expect(protections).toEqual([]);
  });
});

describe('redundancy counts as agreed', () => {
  it('with the payload types of the link', () => {
    expect(redundancyIn(chromium)).toEqual({ opus: 111, red: 63 });
  });

  it('only where it holds the Opus that was agreed on', () => {
    const other = { ...chromium.codecs[1], sdpFmtpLine: '96/96' };
    expect(
      redundancyIn({
        codecs: [...firefox.codecs, { ...other, mimeType: 'audio/red', payloadType: 63, clockRate: 48_000 }],
      }),
    ).toBeNull();
  });
});
