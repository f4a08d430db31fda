// Tabs as the ARIA practices have them: arrow keys move between them, and the one with the focus is shown.

export function tabs(onOpen) {
  const all = [...document.querySelectorAll('[role=tab]')];
  const panel = tab => document.getElementById(tab.getAttribute('aria-controls'));

  function open(tab) {
    for (const each of all) {
      each.setAttribute('aria-selected', each === tab);
      each.tabIndex = each === tab ? 0 : -1;
      panel(each).hidden = each !== tab;
    }
    onOpen(tab.id.slice('tab-'.length));
  }

  for (const [place, tab] of all.entries()) {
    tab.addEventListener('click', () => open(tab));
    tab.addEventListener('keydown', event => {
      const next = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: all.length - 1 }[event.key];
      if (next === undefined)
        return;
      event.preventDefault();
      const other = all[(next + all.length) % all.length];
      other.focus();
      open(other);
    });
  }
}
