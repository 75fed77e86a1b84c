import { type Bits, toggle } from '../bits.ts';

/**
 * Marks one side of a polygon: in every row whose line y = 0, 1, 2, … it crosses, the first column at
 * or right of it. The lower end belongs to the side and the upper does not, so that sides that meet
 * cross each row once.
 */
export function markEdge(bits: Bits, fromX: number, fromY: number, toX: number, toY: number): void {
  const isDown = fromY < toY;
  const first = Math.max(0, Math.ceil(isDown ? fromY : toY));
  const end = Math.min(bits.heightPx, Math.ceil(isDown ? toY : fromY));
  if (first >= end) return;
  const slope = (toX - fromX) / (toY - fromY);
  let x = fromX + (first - fromY) * slope;
  for (let y = first; y < end; y++, x += slope) toggle(bits, Math.ceil(x), y);
}
