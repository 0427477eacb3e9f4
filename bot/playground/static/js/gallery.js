// @ts-check
/** The gallery: times in the reader's zone, and forms that don't send anything. */
import { localise } from "./time.js";

localise(document.body);
document.addEventListener("submit", (event) => event.preventDefault());
