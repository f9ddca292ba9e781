/** Where lists and menus float: a landmark of their own, so that a reader who walks by landmarks meets them too. */
export function floats(): HTMLElement {
  return document.getElementById('floats') ?? document.body;
}
