/*
 * A captcha counts once, so the second half of a double click would turn a person away.
 */
const form = /** @type {HTMLFormElement} */ (document.getElementById('registration'));

let isSubmitted = false;

form.addEventListener('submit', (event) => {
  if (isSubmitted) event.preventDefault();
  isSubmitted = true;
});

// Back from a later page.
window.addEventListener('pageshow', () => {
  isSubmitted = false;
});
