// Keys of the desk: single letters work outside fields only.
(() => {
  const rows = [...document.querySelectorAll('tr[data-href]')];
  let at = -1;
  const move = (to) => {
    if (!rows.length) return;
    rows[at]?.classList.remove('cursor');
    at = Math.max(0, Math.min(rows.length - 1, to));
    rows[at].classList.add('cursor');
    rows[at].querySelector('a').focus();
    rows[at].scrollIntoView({ block: 'nearest' });
  };
  const go = (id) => document.getElementById(id)?.focus();
  document.addEventListener('keydown', (e) => {
    if (e.ctrlKey && e.key === 'Enter' && e.target.form) { e.target.form.requestSubmit(); return; }
    if (e.ctrlKey || e.metaKey || e.altKey || e.target.closest('input, textarea, select')) return;
    const link = { n: 'key-new', r: 'composer', f: 'step-form' }[e.key];
    if (e.key === 'j') move(at + 1);
    else if (e.key === 'k') move(at - 1);
    else if (e.key === '/') { go('q'); e.preventDefault(); }
    else if (link === 'key-new') document.getElementById(link)?.click();
    else if (link) { go(link); e.preventDefault(); }
  });
  // Watching the demo world fill itself must not take away what somebody types or stands on.
  const idle = () => document.activeElement === document.body && document.getElementById('list');
  if (document.querySelector('[data-filling]')) setInterval(() => idle() && location.reload(), 5000);
  for (const button of document.querySelectorAll('[data-copy]')) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
      button.textContent = button.dataset.copied;
    });
  }
})();
