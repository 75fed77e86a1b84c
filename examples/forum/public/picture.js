/*
 * Makes the classic registration form pleasanter. Without it, the same buttons submit the form and the
 * server sends the page again.
 */
const PATIENCE_MS = 8_000;
// Inkblot forgets a picture after two minutes, unless told otherwise.
const STALE_MS = 80_000;

const frame = /** @type {HTMLElement} */ (document.getElementById('frame'));
const image = /** @type {HTMLImageElement} */ (document.getElementById('picture'));
const noPicture = /** @type {HTMLElement} */ (document.getElementById('no-picture'));
const button = /** @type {HTMLButtonElement} */ (document.getElementById('new-picture'));
const status = /** @type {HTMLElement} */ (document.getElementById('picture-status'));
const uuid = /** @type {HTMLInputElement} */ (document.getElementById('captcha-uuid'));
const answer = /** @type {HTMLInputElement} */ (document.getElementById('answer'));

let isFetching = false;
let shownAt = Date.now();

button.addEventListener('click', (event) => {
  event.preventDefault();
  // Not `disabled`: that would take the focus away from the button just pressed.
  if (!isFetching) void showNewPicture();
});

// Whoever took their time over the other fields should not read a picture that counts no more.
answer.addEventListener('focus', () => {
  const isStale = Date.now() - shownAt > STALE_MS;
  if (isStale && answer.value === '' && !isFetching) void showNewPicture();
});

window.addEventListener('pageshow', (event) => {
  // Back from a later page: the picture on this one may be spent.
  if (event.persisted) void showNewPicture();
});

async function showNewPicture() {
  setFetching(true);
  say('Fetching a new picture…');
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const response = await fetch('/captcha', { cache: 'no-store', signal });
    const newUuid = response.headers.get('captcha_uuid');
    if (!response.ok || !newUuid) throw new Error(`status ${response.status}`);

    const source = await toDataUrl(await response.blob());
    // Together, with nothing awaited between them: the picture shown is always the one answered.
    image.src = source;
    uuid.value = newUuid;
    answer.value = '';
    shownAt = Date.now();
    image.hidden = false;
    noPicture.hidden = true;
    say('Here is a new picture.');
  } catch {
    say('No new picture came. Please try again in a moment.', true);
  } finally {
    setFetching(false);
  }
}

/** @param {boolean} fetching */
function setFetching(fetching) {
  isFetching = fetching;
  frame.classList.toggle('is-fetching', fetching);
  button.setAttribute('aria-disabled', String(fetching));
}

/**
 * @param {string} text
 * @param {boolean} [isBad]
 */
function say(text, isBad = false) {
  status.textContent = text;
  status.classList.toggle('is-bad', isBad);
}

/**
 * @param {Blob} blob
 * @returns {Promise<string>}
 */
function toDataUrl(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}
