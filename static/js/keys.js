/* data-focus-key="/" puts the cursor in the field; data-submit-key="Ctrl+Enter" sends the form. */

const WRITING = "input, textarea, select, [contenteditable]";

export function bindFocusKeys(root) {
  const field = root.querySelector("[data-focus-key]");
  if (!field) return;
  root.addEventListener("keydown", (event) => {
    const free = !event.target.closest?.(WRITING) && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!free || event.key !== field.dataset.focusKey) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
}

export function bindSubmitKeys(root) {
  for (const form of root.querySelectorAll("form[data-submit-key]")) {
    if (form.dataset.bound) continue;
    form.dataset.bound = "yes";
    form.querySelector("[data-key-hint]")?.removeAttribute("hidden");
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    });
  }
}
