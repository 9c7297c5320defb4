const main = document.querySelector("main");
const state = document.querySelector("#state");
let shown = "";
async function look() {
  try {
    const answer = await fetch("/_sandbox/window" + location.search);
    const text = await answer.text();
    state.textContent = answer.ok ? "" : "The sandbox answers " + answer.status + ".";
    if (answer.ok && text !== shown) main.innerHTML = shown = text;
  } catch {
    state.textContent = "The sandbox is not there. What you see is old.";
  }
  setTimeout(look, 1000);
}
setTimeout(look, 1000);
