'use strict';
for (const button of document.querySelectorAll('.replay button')) {
  button.hidden = false;
  button.addEventListener('click', async () => {
    const code = button.previousElementSibling;
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = 'copied';
    } catch {
      getSelection().selectAllChildren(code);
      button.textContent = 'selected: press Ctrl+C';
    }
    setTimeout(() => { button.textContent = 'copy'; }, 2500);
  });
}
const filter = document.querySelector('nav input');
if (filter) {
  filter.hidden = false;
  const rows = [...document.querySelectorAll('[data-f]')];
  let texts = null;
  filter.addEventListener('input', () => {
    texts ??= rows.map(row => row.textContent.toLowerCase());
    const words = filter.value.toLowerCase().split(/\s+/).filter(word => word);
    rows.forEach((row, i) => { row.hidden = !words.every(word => texts[i].includes(word)); });
  });
}
