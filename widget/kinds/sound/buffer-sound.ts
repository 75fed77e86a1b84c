import type { Listener, Sound } from './sound.ts';

// Whatever the rate of the recording is, this loses nothing that is heard.
const SAMPLE_RATE_HZ = 44_100;

/**
 * A sound out of bytes, for pages whose policy allows requests and no media elements. Rejects if the
 * bytes are no sound.
 */
export async function loadBufferSound(bytes: ArrayBuffer, listener: Listener): Promise<Sound> {
  // A context that plays would warn of being made before somebody presses anything.
  const buffer = await new OfflineAudioContext(1, 1, SAMPLE_RATE_HZ).decodeAudioData(bytes);
  let context: AudioContext | undefined;
  let node: AudioBufferSourceNode | undefined;
  let rate = 1;
  /** Where it plays from since `startedAtS` of the context's time, or is paused. */
  let offsetS = 0;
  let startedAtS = 0;

  const positionS = () => {
    const playedS = node && context ? (context.currentTime - startedAtS) * rate : 0;
    return Math.min(buffer.duration, offsetS + playedS);
  };

  function halt(): void {
    offsetS = positionS();
    if (node) node.onended = null;
    node?.stop();
    node = undefined;
  }

  function begin(): void {
    context ??= new AudioContext();
    // Safari lets it sleep until somebody has pressed something.
    void context.resume();
    if (offsetS >= buffer.duration) offsetS = 0;
    node = new AudioBufferSourceNode(context, { buffer, playbackRate: rate });
    node.connect(context.destination);
    node.onended = () => {
      halt();
      listener.changed();
    };
    startedAtS = context.currentTime;
    node.start(0, offsetS);
  }

  return {
    get playing() {
      return node !== undefined;
    },
    get positionS() {
      return positionS();
    },
    durationS: buffer.duration,
    play() {
      if (node) return;
      begin();
      listener.changed();
    },
    pause() {
      if (!node) return;
      halt();
      listener.changed();
    },
    seek(toS) {
      const wasPlaying = node !== undefined;
      halt();
      offsetS = toS;
      if (wasPlaying) begin();
    },
    setRate(newRate) {
      const wasPlaying = node !== undefined;
      halt();
      rate = newRate;
      if (wasPlaying) begin();
    },
  };
}
