// The work list: choosing lines for what is done to several tickets at once.
(() => {
  const list = document.getElementById('list');
  const bulk = document.getElementById('bulk');
  const boxes = () => [...list.querySelectorAll('input[name=ticket][form=bulk]')];
  const chosen = new Set(boxes().filter((box) => box.checked).map((box) => box.value));
  const all = document.getElementById('bulk-all');
  const tell = () => {
    const count = document.getElementById('bulk-count');
    if (!count) return;
    count.dataset.none ??= count.textContent;
    count.textContent = chosen.size ? count.dataset.label.replace('#', chosen.size) : count.dataset.none;
    if (all) all.checked = chosen.size > 0 && boxes().every((box) => box.checked);
  };
  const choose = (box, on) => {
    box.checked = on;
    if (on) chosen.add(box.value); else chosen.delete(box.value);
  };
  if (all) {
    all.hidden = false;
    all.addEventListener('change', () => { boxes().forEach((box) => choose(box, all.checked)); tell(); });
  }
  list.addEventListener('change', (event) => {
    if (event.target.form === bulk && event.target.name === 'ticket') { choose(event.target, event.target.checked); tell(); }
  });
  // lines that moved away meanwhile are chosen no longer
  document.addEventListener('list-moved', () => {
    const there = new Set(boxes().map((box) => box.value));
    chosen.forEach((value) => there.has(value) || chosen.delete(value));
    boxes().forEach((box) => { box.checked = chosen.has(box.value); });
    tell();
  });
  const here = () => list.querySelector('tr.cursor input[name=ticket]');
  document.addEventListener('desk-key', (event) => {
    if (!bulk) return;
    if (event.detail === 'x' && here()) choose(here(), !here().checked);
    if (event.detail === 'a') {
      if (!chosen.size && here()) choose(here(), true);
      document.getElementById('bulk-assignee')?.focus();
    }
    if (event.detail === 'c') {
      const now = document.getElementById('bulk-now');
      if (chosen.size) document.getElementById('bulk-claim').click();
      else if (here()) { now.elements.ticket.value = here().value; now.requestSubmit(); }
    }
    tell();
  });
  tell();
})();
