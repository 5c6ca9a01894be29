/* Keys and the menu of the desk. Every act works without this file; it binds to data- attributes only. */

import { bindFocusKeys, bindSubmitKeys, bindSwitch } from "./keys.js";
import { closeOnLeave } from "./menu.js";

bindFocusKeys(document);
bindSubmitKeys(document);
bindSwitch(document);
closeOnLeave(document);
document.addEventListener("htmx:load", (event) => bindSubmitKeys(event.target));
