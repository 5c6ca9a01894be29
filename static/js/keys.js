/* data-focus-key="/" puts the cursor in the field; data-submit-key="Ctrl+Enter" sends the form.
   A key of one letter can be turned off (speech input types letters): remembered on this device. */

const WRITING = "input, textarea, select, [contenteditable]";
const MEMORY = "keys";

const on = () => localStorage.getItem(MEMORY) !== "off";

export function bindFocusKeys(root) {
  const field = root.querySelector("[data-focus-key]");
  if (!field) return;
  root.addEventListener("keydown", (event) => {
    const held = event.ctrlKey || event.metaKey || event.altKey;
    if (!on() || held || event.key !== field.dataset.focusKey || event.target.closest?.(WRITING)) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
}

export function bindSubmitKeys(root) {
  for (const form of root.querySelectorAll("form[data-submit-key]:not([data-bound])")) {
    form.dataset.bound = "";
    form.querySelector("[data-key-hint]")?.removeAttribute("hidden");
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    });
  }
}

export function bindSwitch(root) {
  const hints = root.querySelector("[data-key-hints]");
  if (!hints) return;
  const [off, again] = ["[data-keys-off]", "[data-keys-on]"].map((name) => hints.querySelector(name));
  const show = () => {
    off.hidden = !on();
    again.hidden = on();
  };
  for (const [button, state] of [[off, "off"], [again, "on"]]) {
    button.addEventListener("click", () => {
      localStorage.setItem(MEMORY, state);
      show();
      (state === "off" ? again : off).focus();
    });
  }
  hints.hidden = false;
  show();
}
