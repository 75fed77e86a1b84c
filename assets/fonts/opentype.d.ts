/** The little of opentype.js that `make.ts` uses; the package carries no types of its own. */
declare module 'opentype.js' {
  export interface PathCommand {
    readonly type: 'M' | 'L' | 'Q' | 'C' | 'Z';
    readonly x: number;
    readonly y: number;
    readonly x1: number;
    readonly y1: number;
  }
  export interface OpenTypeGlyph {
    readonly index: number;
    readonly path: { readonly commands: readonly PathCommand[] };
    getBoundingBox(): { readonly y1: number; readonly y2: number };
  }
  export interface OpenTypeFont {
    charToGlyph(character: string): OpenTypeGlyph;
  }
  const opentype: { parse(data: ArrayBuffer): OpenTypeFont };
  export default opentype;
}
