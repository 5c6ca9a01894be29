/* The page of one message. What was said of an earlier press goes with the next one, and all previews are of one file:
   another number beside the button shows every language on it. Buttons of previews send the form to their own frame. */

const form = document.querySelector("form.wordings");
const field = form?.querySelector("[name=case]");
const number = () => field.value.trim().toUpperCase();
let shown = field && number();

const drop = (within, selector) => within.querySelectorAll(selector).forEach((each) => each.remove());

const frameOf = (button) => form.querySelector(`iframe[name="${button.formTarget}"]`);

function showInTurn(buttons) {
  const [next, ...rest] = buttons;
  if (!next) return;
  frameOf(next).addEventListener("load", () => showInTurn(rest), { once: true });
  form.requestSubmit(next);
}

function otherLooks(pressed) {
  const sections = [...form.querySelectorAll("section")].filter((section) => !section.contains(pressed));
  return sections.map((section) => section.querySelector("button[formtarget]"));
}

form?.addEventListener("submit", (event) => {
  const pressed = event.submitter;
  if (!pressed?.formTarget) return;
  drop(document, ".messagelist");
  drop(pressed.closest("section"), ".errorlist");
  if (number() === shown) return;
  shown = number();
  drop(form, "#case-problem");
  document.querySelectorAll("[data-of-file]").forEach((each) => (each.hidden = true));
  frameOf(pressed).addEventListener("load", () => showInTurn(otherLooks(pressed)), { once: true });
});
