// Exact area coverage by accumulation: every edge adds its signed area to the cells it passes, and one
// running sum along each row turns that into coverage. No sorting, no supersampling, one pass a pixel.
// (The method of LibArt and font-rs.)

/** One byte a pixel, row by row. */
export interface Mask {
  readonly widthPx: number;
  readonly heightPx: number;
  /** 0 outside the shape, 255 inside, in between the share of the pixel that is covered. */
  readonly coverage: Uint8Array;
}

/**
 * How much of each pixel closed contours cover (x0, y0, x1, y1, … in pixels, y downwards). Contours
 * that turn the same way unite, those that turn the other way cut holes. What lies outside the picture
 * is left away.
 */
export function rasterise(
  contours: readonly Float64Array[],
  widthPx: number,
  heightPx: number,
): Mask {
  // Two more cells a row take the area to the right of an edge in the last column.
  const stride = widthPx + 2;
  const cells = new Float32Array(stride * heightPx);
  for (const points of contours) {
    const last = points.length - 2;
    let x = points[last] as number;
    let y = points[last + 1] as number;
    for (let i = 0; i <= last; i += 2) {
      const toX = points[i] as number;
      const toY = points[i + 1] as number;
      addEdge(cells, widthPx, heightPx, x, y, toX, toY);
      x = toX;
      y = toY;
    }
  }
  const coverage = new Uint8Array(widthPx * heightPx);
  for (let row = 0, index = 0; row < heightPx; row++) {
    let sum = 0;
    let cell = row * stride;
    for (let x = 0; x < widthPx; x++, cell++, index++) {
      sum += cells[cell] as number;
      coverage[index] = Math.min(255, Math.round(255 * Math.abs(sum)));
    }
  }
  return { widthPx, heightPx, coverage };
}

function addEdge(
  cells: Float32Array,
  widthPx: number,
  heightPx: number,
  fromX: number,
  fromY: number,
  toX: number,
  toY: number,
): void {
  if (fromY === toY) return;
  const downwards = fromY < toY;
  const topX = downwards ? fromX : toX;
  const topY = downwards ? fromY : toY;
  const bottomY = downwards ? toY : fromY;
  const slope = (toX - fromX) / (toY - fromY);
  const firstRow = Math.max(0, Math.floor(topY));
  const endRow = Math.min(heightPx, Math.ceil(bottomY));
  for (let row = firstRow; row < endRow; row++) {
    const y0 = Math.max(topY, row);
    const y1 = Math.min(bottomY, row + 1);
    const area = downwards ? y1 - y0 : y0 - y1;
    // An edge left of the picture still covers all of the row, one to its right nothing.
    const x0 = clamp(topX + (y0 - topY) * slope, widthPx);
    const x1 = clamp(topX + (y1 - topY) * slope, widthPx);
    addSpan(cells, row * (widthPx + 2), area, Math.min(x0, x1), Math.max(x0, x1));
  }
}

/** One row's share of an edge, which crosses the row evenly between two columns. */
function addSpan(
  cells: Float32Array,
  start: number,
  area: number,
  left: number,
  right: number,
): void {
  const first = Math.floor(left);
  const end = Math.ceil(right);
  if (end <= first + 1) {
    const covered = area * (1 - ((left + right) / 2 - first));
    add(cells, start + first, covered);
    add(cells, start + first + 1, area - covered);
    return;
  }
  const perColumn = area / (right - left);
  let total = 0;
  for (let column = first; column < end; column++) {
    // What lies right of the edge inside this column, by the mean of its position there.
    const from = Math.max(left, column);
    const to = Math.min(right, column + 1);
    const crossed = perColumn * (to - from);
    const covered = perColumn * (from - left) + crossed * (column + 1 - (from + to) / 2);
    add(cells, start + column, covered - total);
    total = covered;
  }
  add(cells, start + end, area - total);
}

function add(cells: Float32Array, index: number, amount: number): void {
  cells[index] = (cells[index] as number) + amount;
}

function clamp(x: number, most: number): number {
  return Math.max(0, Math.min(most, x));
}
