// What a small or enlarged screen takes away from a page: a list of sentences, empty where nothing is lost.
// Sideways scrolling of the page, text that is cut, text or controls that no scrolling reaches, things over one another.
// Left out on purpose: words for screen readers (.sr; the stepLabel of the steps to come), the word on a timetable's bar,
// which stands there only where it fits (its button has all of it) and, of what covers, what a person opens or closes
// themselves (panels, dialogs, notices) and the two bars that stay in sight while the page moves.
() => {
  const UNSEEN = "noscript, script, style, .sr, [class*=stepLabel], button[class*=_bar] > [aria-hidden], .jump, svg, canvas, option, dialog:not([open])";
  const OVER = ".notices, .popover-panel, dialog, [class*=_flag], [class*=holdZone], [class*=searchKey], [class*=with-captions-large] [class*=captions]";
  const root = document.documentElement;
  const found = [];
  if (root.scrollWidth > innerWidth) found.push(`the page scrolls sideways: ${root.scrollWidth} > ${innerWidth}`);
  const words = (node) => (node.innerText ?? node.textContent ?? "").trim().slice(0, 30) || node.placeholder || node.tagName;
  const clips = (box, axis) => /hidden|clip/.test(getComputedStyle(box)[`overflow${axis}`]);
  const scrolls = (box, axis) => /auto|scroll/.test(getComputedStyle(box)[`overflow${axis}`]);
  const isSeen = (element) => !element.closest(UNSEEN) && element.checkVisibility({ visibilityProperty: true, opacityProperty: true });

  const texts = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode())
    if (node.textContent.trim() && isSeen(node.parentElement)) texts.push(node);
  // A file's control is its label: the input itself is a point, on purpose.
  const pressed = (control) => (control.matches("label > input[type=file]") ? control.parentElement : control);
  const controls = [...document.querySelectorAll("button, a[href], input, select, textarea, summary")].filter(isSeen).map(pressed);

  const pieces = [];
  for (const node of texts) {
    const holder = node.parentElement;
    if (clips(holder, "X") && holder.scrollWidth > holder.clientWidth + 1) found.push(`cut: ${words(holder)}`);
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) if (box.width > 2) pieces.push({ node, holder, box });
  }
  for (const holder of controls) {
    const box = holder.getBoundingClientRect();
    if (box.width < 2 || box.height < 2) found.push(`no room: ${words(holder)}`);
    else if (holder.matches("button, input, select, textarea")) pieces.push({ node: holder, holder, box });
  }

  for (const { holder, box } of pieces) {
    let isReached = { X: false, Y: false };
    for (let around = holder.parentElement; around && around !== root; around = around.parentElement) {
      const edge = around.getBoundingClientRect();
      isReached = { X: isReached.X || scrolls(around, "X"), Y: isReached.Y || scrolls(around, "Y") };
      const isCutX = clips(around, "X") && !isReached.X && (box.left < edge.left - 2 || box.right > edge.right + 2);
      const isCutY = clips(around, "Y") && !isReached.Y && (box.top < edge.top - 2 || box.bottom > edge.bottom + 2);
      const isSlot = scrolls(around, "Y") && edge.height < 40 && around.scrollHeight > edge.height + 8;
      if (isCutX || isCutY || isSlot) found.push(`out of reach: ${words(holder)}`);
      if (getComputedStyle(around).position === "fixed") break;
    }
    if (!isReached.X && (box.right > root.scrollWidth + 2 || box.left < -2)) found.push(`beyond the edge: ${words(holder)}`);
  }

  const lie = pieces.filter(({ holder }) => !holder.closest(OVER)).filter(({ node, holder, box }) => {
    // Scrolled out of its own part, or beyond the lines that a summary shows: it lies over nothing.
    for (let around = node === holder ? holder.parentElement : holder; around && around !== root; around = around.parentElement) {
      const edge = around.getBoundingClientRect();
      if ((scrolls(around, "Y") || clips(around, "Y")) && (box.bottom > edge.bottom + 1 || box.top < edge.top - 1)) return false;
    }
    return true;
  });
  for (const [index, one] of lie.entries())
    for (const other of lie.slice(index + 1)) {
      if (one.node === other.node || one.node.contains(other.node) || other.node.contains(one.node)) continue;
      const wide = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const high = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
      if (wide > 3 && high > 5) found.push(`over one another: ${words(one.node)} / ${words(other.node)}`);
    }
  return [...new Set(found)];
}
