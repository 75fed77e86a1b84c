import { createElement, StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';

/** Mounts a client's component in StrictMode; `window.setShown(false)` unmounts it again. */
export function mount(component, props) {
  function App() {
    const [isShown, setShown] = useState(true);
    window.setShown = setShown;
    return isShown ? createElement(component, { ...props, ref: setRef }) : null;
  }
  createRoot(document.querySelector('#app')).render(
    createElement(StrictMode, null, createElement(App)),
  );
}

function setRef(handle) {
  window.client = handle;
}
