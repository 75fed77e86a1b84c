// Shows what the site's server would be told about each token.

/** The token of a form, by whichever name its flavour sends it. */
function tokenOf(form) {
  const fields = [...new FormData(form)];
  return fields.find(([name, value]) => name.endsWith('-response') && value !== '')?.[1] ?? '';
}

for (const form of document.querySelectorAll('form')) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const { flavour } = form.dataset;
    const response = await fetch('demo/verify', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ flavour, token: tokenOf(form) }),
    });
    form.querySelector('pre').textContent = JSON.stringify(await response.json(), null, 2);
  });
}
