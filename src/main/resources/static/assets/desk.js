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
  const filling = document.querySelector('[data-filling]');
  if (filling) setTimeout(() => location.reload(), 5000);
})();
