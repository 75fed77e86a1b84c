import type { Media, MediaJob, Render } from './job.ts';

/** What is kept of what was rendered. */
export interface RecentOptions {
  /** Kinds that cost more to render than to keep. */
  readonly kinds: readonly Exclude<MediaJob['kind'], 'puzzle'>[];
  /** The most bytes of media kept. The oldest goes first. */
  readonly maxBytes: number;
}

/**
 * A renderer that remembers: a player fetches a sound in pieces, and each piece would otherwise cost as
 * much as the whole. Whoever asks while it is being rendered waits for the same one.
 */
export function createRecent(render: Render, { kinds, maxBytes }: RecentOptions): Render {
  const kept = new Map<string, { readonly media: Promise<Media>; bytes: number }>();
  let bytes = 0;

  function makeRoom(): void {
    for (const [key, entry] of kept) {
      if (bytes <= maxBytes) return;
      bytes -= entry.bytes;
      kept.delete(key);
    }
  }

  return (job) => {
    if (job.kind === 'puzzle' || !kinds.includes(job.kind)) return render(job);
    // The seed follows from the challenge and its answer: no two of them share one.
    const key = Buffer.from(job.seed).toString('base64');
    const known = kept.get(key);
    if (known) return known.media;
    const entry = { media: render(job), bytes: 0 };
    kept.set(key, entry);
    entry.media.then(
      (media) => {
        if (kept.get(key) !== entry) return;
        entry.bytes = media.bytes.byteLength;
        bytes += entry.bytes;
        makeRoom();
      },
      () => {
        if (kept.get(key) === entry) kept.delete(key);
      },
    );
    return entry.media;
  };
}
