/* A <details data-menu> closes when the pointer or the keyboard goes elsewhere, and with Escape. */

export function closeOnLeave(root) {
  const close = (except) => {
    for (const menu of root.querySelectorAll("details[data-menu][open]")) {
      if (!except || !menu.contains(except)) menu.open = false;
    }
  };
  root.addEventListener("click", (event) => close(event.target));
  root.addEventListener("focusin", (event) => close(event.target));
  root.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest?.("details[data-menu][open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
