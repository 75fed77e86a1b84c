import { html } from 'ghtml';

/** Three patches with a wheel, a sock and a radio: decoration, and silent to screen readers. */
export const patches = html`<svg class="patches" viewBox="0 0 328 108" aria-hidden="true">
  <g class="patch patch-1" transform="rotate(-3 52 54)"><rect x="4" y="6" width="96" height="96" rx="12" /><rect class="seam" x="11" y="13" width="82" height="82" rx="7" /><g class="sign"><circle cx="52" cy="54" r="24" /><circle cx="52" cy="54" r="4" /><path d="M52 30v20M52 58v20M28 54h20M56 54h20M35 37l14 14M55 57l14 14M69 37 55 51M49 57 35 71" /></g></g>
  <g class="patch patch-2" transform="rotate(2 164 54)"><rect x="116" y="6" width="96" height="96" rx="12" /><rect class="seam" x="123" y="13" width="82" height="82" rx="7" /><g class="sign"><path d="M150 32h22v26l16 9a8 8 0 0 1-5 15h-14c-12-4-19-9-19-18zM150 41h22M170 67c-4 2-6 6-5 11" /></g></g>
  <g class="patch patch-3" transform="rotate(-2 276 54)"><rect x="228" y="6" width="96" height="96" rx="12" /><rect class="seam" x="235" y="13" width="82" height="82" rx="7" /><g class="sign"><rect x="249" y="43" width="54" height="35" rx="5" /><circle cx="264" cy="60" r="9" /><path d="M281 53h14M281 60h14M281 67h8M256 43l34-14" /></g></g>
</svg>`;
