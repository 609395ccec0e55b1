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
  const keys = document.getElementById('keys');
  const off = document.getElementById('keys-off');
  if (keys) {
    const open = document.getElementById('keys-open');
    open.hidden = false;
    open.addEventListener('click', () => keys.showModal());
    off.addEventListener('change', () => {
      document.documentElement.dataset.keys = off.checked ? 'off' : 'on';
      const body = new URLSearchParams({ on: !off.checked, _csrf: document.querySelector('[name=_csrf]')?.value ?? '' });
      fetch('/choices/keys', { method: 'POST', body });
    });
  }
  // Ctrl+Enter sends what was begun: a reply, or a note where x began it.
  const writing = (note) => { const form = document.querySelector('.composer'); if (form) form.dataset.note = note; };
  const go = (id) => document.getElementById(id)?.focus();
  document.addEventListener('keydown', (e) => {
    if (e.ctrlKey && e.key === 'Enter' && e.target.form) {
      const form = e.target.form;
      const by = form.dataset.note === 'true' ? '[value=INTERNAL]' : '.primary';
      form.requestSubmit(form.querySelector(by) ?? undefined);
      return;
    }
    const field = e.target.closest('input, textarea, select');
    // a box of a dialog just closed has the focus for a moment longer
    if (e.ctrlKey || e.metaKey || e.altKey || (field && field.closest('dialog')?.open !== false)) return;
    if (e.key === '?') { keys?.showModal(); e.preventDefault(); return; }
    if (keys?.open || document.documentElement.dataset.keys === 'off') return;
    const link = { n: 'key-new', r: 'composer', x: 'composer', f: 'step-form', c: 'key-claim', p: 'key-picture' }[e.key];
    if (e.key === 'j') move(at + 1);
    else if (e.key === 'k') move(at - 1);
    else if (list && 'xac'.includes(e.key)) { document.dispatchEvent(new CustomEvent('desk-key', { detail: e.key })); e.preventDefault(); }
    else if (e.key === 'a' && number && document.documentElement.dataset.assign) location.href = `${document.documentElement.dataset.assign}&ticket=${number}&back=tickets/${number}`;
    else if (e.key === '/') { go('q'); e.preventDefault(); }
    else if (link?.startsWith('key-')) document.getElementById(link)?.click();
    else if (e.key === 'x' || e.key === 'r') { writing(e.key === 'x'); go(link); e.preventDefault(); }
    else if (link) { go(link); e.preventDefault(); }
  });
  // What others do shows without a reload, and without taking away what somebody types or stands on.
  const fresh = async () => {
    const answer = await fetch(location.href, { headers: { 'X-Requested-With': 'live' } });
    return answer.ok && !answer.redirected ? new DOMParser().parseFromString(await answer.text(), 'text/html') : null;
  };
  const swap = (page, selector) => {
    const now = document.querySelector(selector);
    const next = page.querySelector(selector);
    if (now && next) now.replaceWith(next);
  };
  const dirty = (place) => [...(place?.querySelectorAll('input, textarea, select') ?? [])].some((field) =>
    field.type === 'checkbox' || field.type === 'radio' ? field.checked !== field.defaultChecked
      : field.tagName === 'SELECT' ? [...field.options].some((option) => option.selected !== option.defaultSelected && option.index > 0)
        : field.value !== field.defaultValue);
  const ticketPage = document.querySelector('[data-ticket]');
  const number = ticketPage?.dataset.ticket;
  let waiting = null;
  const soon = (work) => { clearTimeout(waiting); waiting = setTimeout(work, 400); };
  const list = document.getElementById('list');
  const refreshList = async () => {
    const page = await fresh();
    if (!page) return;
    const stood = rows[at]?.dataset.href;
    const within = list.contains(document.activeElement);
    swap(page, '#list tbody');
    swap(page, '.rail');
    rows.splice(0, rows.length, ...document.querySelectorAll('tr[data-href]'));
    at = rows.findIndex((row) => row.dataset.href === stood);
    if (at >= 0) {
      rows[at].classList.add('cursor');
      if (within) rows[at].querySelector('a').focus({ preventScroll: true });
    }
    present.forEach(showInList);
    document.dispatchEvent(new Event('list-moved'));
  };
  const refreshTicket = async () => {
    const page = await fresh();
    if (!page) return;
    swap(page, '.ticket > .head');
    swap(page, '.timeline');
    const side = document.getElementById('step');
    if (!dirty(side) && !side?.contains(document.activeElement)) swap(page, '#step');
    else document.getElementById('moved').hidden = false;
    showOnTicket(present.get(number) ?? []);
  };
  const present = new Map();
  const names = (people) => people.map((one) => (one.writing ? '✎ ' : '') + one.name).join(', ');
  const showOnTicket = (people) => {
    const place = document.getElementById('others');
    if (place) { place.textContent = people.length ? place.dataset.label + ' ' + names(people) : ''; place.hidden = !people.length; }
  };
  const showInList = (people, which) => {
    const row = rows.find((one) => one.dataset.href.endsWith('/' + which));
    const place = row?.querySelector('.others');
    if (place) place.textContent = names(people);
  };
  if ((list || ticketPage) && window.EventSource) {
    const live = new EventSource('/live');
    live.addEventListener('hello', () => { document.documentElement.dataset.live = 'true'; });
    live.addEventListener('ticket', (event) => {
      const moved = JSON.parse(event.data).number;
      if (list) soon(refreshList);
      else if (moved === number) soon(refreshTicket);
    });
    live.addEventListener('presence', (event) => {
      const told = JSON.parse(event.data);
      present.set(told.number, told.people);
      if (told.number === number) showOnTicket(told.people);
      else if (list) showInList(told.people, told.number);
    });
    addEventListener('pagehide', () => live.close());
  }
  if (ticketPage?.dataset.presence) {
    const here = () => {
      if (document.hidden) return;
      const writing = [...document.querySelectorAll('.composer textarea')].some((field) => field.value !== '');
      const body = new URLSearchParams({ writing, _csrf: document.querySelector('[name=_csrf]')?.value ?? '' });
      fetch(ticketPage.dataset.presence, { method: 'POST', body });
    };
    here();
    setInterval(here, 10000);
    document.querySelector('.composer textarea')?.addEventListener('input', (event) => { if (event.target.value.length === 1) here(); });
  }
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
