// Keys of the desk: single letters work outside fields only.
(() => {
  const rows = [...document.querySelectorAll('tr[data-href]')];
  let at = -1;
  // where the links of the rail are one line that scrolls, the one where we are is in sight
  const here = document.querySelector('.rail [aria-current]');
  if (here) here.closest('ul').scrollLeft = here.offsetLeft - here.closest('ul').offsetLeft - 40;
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
  const writing = (note) => {
    const kind = document.querySelector(`.composer [name=kind][value=${note ? 'note' : 'reply'}]`);
    if (kind) kind.checked = true;
  };
  const go = (id) => document.getElementById(id)?.focus();
  document.addEventListener('keydown', (e) => {
    if (e.ctrlKey && e.key === 'Enter' && e.target.form) {
      const form = e.target.form;
      const by = form.querySelector('[name=kind][value=note]:checked') ? '[value=INTERNAL]' : '.primary';
      form.requestSubmit(form.querySelector(by) ?? undefined);
      return;
    }
    const field = e.target.closest('input, textarea, select');
    // a box of a dialog just closed has the focus for a moment longer
    if (e.ctrlKey || e.metaKey || e.altKey || (field && field.closest('dialog')?.open !== false)) return;
    if (e.key === '?') { keys?.showModal(); e.preventDefault(); return; }
    if (keys?.open || dialog?.open || document.documentElement.dataset.keys === 'off') return;
    const link = { n: 'key-new', r: 'composer', x: 'composer', c: 'key-claim', p: 'key-picture' }[e.key];
    if (e.key === 'j') move(at + 1);
    else if (e.key === 'k') move(at - 1);
    else if (list && 'xac'.includes(e.key)) { document.dispatchEvent(new CustomEvent('desk-key', { detail: e.key })); e.preventDefault(); }
    else if (e.key === 'a' && number && document.documentElement.dataset.assign) location.href = `${document.documentElement.dataset.assign}&ticket=${number}&back=tickets/${number}`;
    else if (e.key === '/') { go('q'); e.preventDefault(); }
    else if (link?.startsWith('key-')) document.getElementById(link)?.click();
    else if (e.key === 'f') { document.querySelector('#step form.plain :is(select, input:not([type=hidden]), textarea)')?.focus(); e.preventDefault(); }
    else if (e.key === 'x' || e.key === 'r') { writing(e.key === 'x'); go(link); e.preventDefault(); }
    else if (link) { go(link); e.preventDefault(); }
  });
  // What others do shows without a reload, and without taking away what somebody types or stands on.
  const fresh = async () => {
    // a refused form stands under an address that only takes forms
    const answer = await fetch(number ? `/tickets/${number}` : location.href, { headers: { 'X-Requested-With': 'live' } });
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
  // Dialogs are pages of their own, shown within this one; a refused one leads to its page.
  const dialog = document.getElementById('dialog');
  const part = async (address, selector) => {
    const answer = await fetch(address, { headers: { 'X-Requested-With': 'dialog' } });
    const page = answer.ok && !answer.redirected ? new DOMParser().parseFromString(await answer.text(), 'text/html') : null;
    return page?.querySelector(selector) ?? null;
  };
  document.addEventListener('click', async (event) => {
    const link = event.target.closest('a[data-dialog], a[data-close]');
    if (!link || !dialog || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.hasAttribute('data-close')) { if (dialog.open) { event.preventDefault(); dialog.close(); } return; }
    event.preventDefault();
    const content = await part(link.href, '#act');
    if (!content) { location.href = link.href; return; }
    document.getElementById('dialog-title').textContent = content.dataset.title;
    content.querySelector('header')?.remove();
    dialog.querySelector('[data-content]').replaceChildren(...content.children);
    dialog.showModal();
    dialog.querySelector('[data-content] :is(select, input:not([type=hidden]), textarea)')?.focus();
  });
  // The nearest alternative is computed when somebody asks why.
  document.addEventListener('toggle', async (event) => {
    const link = event.target.open && event.target.querySelector?.('a[data-nearest]');
    if (!link || link.dataset.asked) return;
    link.dataset.asked = 'true';
    const nearest = await part(link.dataset.nearest, '#nearest');
    if (nearest) link.before(document.createTextNode(nearest.textContent + ' '));
  }, true);
  // A text module goes where the cursor stands.
  document.querySelector('[data-insert]')?.addEventListener('change', (event) => {
    const field = document.getElementById(event.target.dataset.insert);
    field.setRangeText(event.target.value, field.selectionStart, field.selectionEnd, 'end');
    event.target.value = '';
    field.focus();
  });
  // What is held back counts down; the server says when it has left.
  setInterval(() => document.querySelectorAll('[data-held]').forEach((held) => {
    const left = Math.max(0, Number(held.dataset.held) - 1);
    held.dataset.held = left;
    const kind = held.querySelector('.kind');
    if (kind) kind.textContent = kind.textContent.replace(/\d+/, left);
  }), 1000);
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
