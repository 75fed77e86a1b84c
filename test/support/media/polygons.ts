/** A corner of a polygon. */
export type Point = readonly [x: number, y: number];

/** Nearer to a side than this, rounding decides where a point lies. */
const DOUBT = 1e-6;

/**
 * Whether a point lies inside a polygon by the rule of even and odd, undefined if it lies on a side.
 * Looks upwards, not along the row: an error that turns the rest of a row cannot happen here, too.
 */
function isInside(polygon: readonly Point[], x: number, y: number): boolean | undefined {
  let inside = false;
  for (let i = 0; i < polygon.length; i++) {
    const [fromX, fromY] = polygon[i] as Point;
    const [toX, toY] = polygon[(i + 1) % polygon.length] as Point;
    const [dx, dy] = [toX - fromX, toY - fromY];
    const length = Math.hypot(dx, dy);
    const along = ((x - fromX) * dx + (y - fromY) * dy) / length;
    const across = ((x - fromX) * dy - (y - fromY) * dx) / length;
    if (along > -DOUBT && along < length + DOUBT && Math.abs(across) < DOUBT) return undefined;
    if (fromX <= x !== toX <= x && fromY + ((x - fromX) / dx) * dy < y) inside = !inside;
  }
  return inside;
}

/** Pixels that lie in an odd number of polygons, row by row; undefined for those on a side. */
export function drawPolygons(
  polygons: readonly (readonly Point[])[],
  widthPx: number,
  heightPx: number,
): (0 | 1 | undefined)[] {
  const pixels = Array.from({ length: widthPx * heightPx }, (): 0 | 1 | undefined => 0);
  for (const polygon of polygons) {
    const [columns, rows] = [polygon.map(([x]) => x), polygon.map(([, y]) => y)];
    const right = Math.min(widthPx - 1, Math.ceil(Math.max(...columns)));
    const bottom = Math.min(heightPx - 1, Math.ceil(Math.max(...rows)));
    for (let y = Math.max(0, Math.floor(Math.min(...rows))); y <= bottom; y++) {
      for (let x = Math.max(0, Math.floor(Math.min(...columns))); x <= right; x++) {
        const at = y * widthPx + x;
        const inside = isInside(polygon, x, y);
        if (inside === undefined) pixels[at] = undefined;
        else if (inside && pixels[at] !== undefined) pixels[at] = pixels[at] === 1 ? 0 : 1;
      }
    }
  }
  return pixels;
}
