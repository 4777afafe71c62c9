// Ears for what `parley audit` cannot see: what a chat shows in its shadow root stands at the root of the
// document, where actions can wait for it.
const shown = {
  start: 'li button',
  done: 'article[data-phase=done]',
  source: '.preview',
};

await customElements.whenDefined('parley-chat');
const { shadowRoot } = document.querySelector('parley-chat');
const tell = () => {
  const names = Object.keys(shown).filter((name) => shadowRoot.querySelector(shown[name]));
  if (!shadowRoot.querySelector('.log div[tabindex] + button')) names.push('end');
  document.documentElement.dataset.chat = names.join(' ');
};
new MutationObserver(tell).observe(shadowRoot, { subtree: true, childList: true, attributes: true });
tell();
