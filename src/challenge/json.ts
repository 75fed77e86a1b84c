/**
 * What was kept as JSON. Undefined for null, and for what cannot be read: whoever or whatever changed it in
 * the store, it counts as gone.
 */
export function readJson<T extends object>(text: string | null): T | undefined {
  if (text === null) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as T) : undefined;
  } catch {
    return undefined;
  }
}
