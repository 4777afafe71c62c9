// Hands for what `parley audit` cannot do. They drop files on the page when a key is pressed, and say at the
// root of the document what the page says in its status, so that actions can wait for it.
const files = {
  F7: () => [
    ['words.pdf', 'This is no PDF.'],
    [`half-${crypto.randomUUID()}.pdf`, '%PDF-1.7\nThis is not all.'],
  ],
  F8: () => [[`notes-${crypto.randomUUID()}.md`, '# Notes\n\nNotice is noted here, too.']],
  F9: () => [
    ['table.xlsx', 'of a type that is not read'],
    ['annual-report.md', 'of a name that is there'],
    ['slow.txt', 'on its way. '.repeat(1_000_000)],
  ],
};

addEventListener('keydown', ({ key }) => {
  const dropped = new DataTransfer();
  for (const [name, text] of files[key]?.() ?? []) dropped.items.add(new File([text], name));
  if (dropped.files.length > 0) dispatchEvent(new DragEvent('drop', { dataTransfer: dropped }));
});

const status = () => document.querySelector('[role=status]')?.textContent ?? '';
let said = '';
new MutationObserver(() => {
  if (!said.endsWith(status())) document.documentElement.dataset.said = said += ` ${status()}`;
}).observe(document.body, { subtree: true, childList: true, characterData: true });
