/* Keys of the desk. Every act works without this file; it binds to data- attributes only. */

import { bindFocusKeys, bindSubmitKeys } from "./keys.js";

bindFocusKeys(document);
bindSubmitKeys(document);
document.addEventListener("htmx:load", (event) => bindSubmitKeys(event.target));
