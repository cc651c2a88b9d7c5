// Small help for those who have scripts; every page is complete without it.
// - What is filled in is kept in this tab (sessionStorage), and put back after a reload or a restart of the program.
// - On the form, the answer beside it follows every change.
(() => {
  "use strict";

  const KEY = "fasmodell";
  const form = document.getElementById("draft");
  if (!form) return;
  const page = form.dataset.page;
  const isFetched = form.dataset.fetched === "yes";

  // Storage may be switched off; then nothing is kept, and everything else works.
  const storage = (act) => {
    try {
      return act(window.sessionStorage);
    } catch {
      return null;
    }
  };

  const entries = () => [...new FormData(form)].filter(([, value]) => typeof value === "string");
  const draft = form.elements.namedItem("profile");
  // A page that carries nothing, such as one that says what went wrong, takes nothing away either.
  const carriesNothing = !draft.value;
  const keep = () => draft.value && storage((held) => held.setItem(KEY, JSON.stringify({ page, entries: entries() })));
  const kept = () => {
    try {
      return JSON.parse(storage((held) => held.getItem(KEY)));
    } catch {
      return null;
    }
  };

  const hidden = (name, value) => {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name, value });
    form.append(input);
  };

  // Sends what this tab remembers to the page again, as it was filled in.
  const sendAgain = (saved) => {
    for (const field of form.elements) field.disabled = true;
    for (const [name, value] of saved.entries) hidden(name, value);
    form.submit();
  };

  // Fills in what was typed after the page was made.
  const fillIn = (saved) => {
    for (const [name, value] of saved.entries) {
      const fields = form.elements.namedItem(name);
      if (!fields || name === "typed_in") continue;
      for (const field of fields instanceof RadioNodeList ? fields : [fields]) {
        if (field.type === "radio") field.checked = field.value === value;
        else if (field.type !== "file" && field.type !== "submit") field.value = value;
      }
    }
  };

  const navigation = performance.getEntriesByType("navigation")[0];
  const isReturn = navigation && (navigation.type === "reload" || navigation.type === "back_forward");

  const restore = () => {
    const saved = kept();
    if (!saved || !saved.entries.some(([name, value]) => name === "profile" && value)) return false;
    if (isFetched && !carriesNothing && !page.startsWith("catalogue")) {
      sendAgain(saved);
      return true;
    }
    if (isFetched || carriesNothing) {
      for (const [name, value] of saved.entries) {
        if (name === "profile") draft.value = value;
        else if (!form.elements.namedItem(name)) hidden(name, value);
      }
    } else if (isReturn && saved.page === page) {
      fillIn(saved);
    }
    return false;
  };

  // The answer beside the form

  const live = document.getElementById("live");
  let asked = null;

  const showProblems = (part) => {
    const found = new Map([...part.querySelectorAll(".problem")].map((one) => [one.dataset.for, one]));
    for (const place of form.querySelectorAll(".error")) {
      const id = place.id.replace(/-error$/, "");
      const problem = found.get(id);
      place.replaceChildren(...(problem ? problem.children : []));
      place.hidden = !problem;
      const field = document.getElementById(id);
      if (problem) field?.setAttribute("aria-invalid", "true");
      else field?.removeAttribute("aria-invalid");
    }
  };

  const showAnswer = (text) => {
    const part = new DOMParser().parseFromString(text, "text/html");
    const answer = part.getElementById("part");
    if (!answer) throw new Error("no answer");
    const status = document.getElementById("live-status");
    if (status.textContent !== answer.dataset.status) status.textContent = answer.dataset.status;
    draft.value = answer.dataset.profile;
    live.replaceChildren(...answer.children);
    showProblems(part);
    keep();
  };

  const askAgain = async () => {
    asked?.abort();
    asked = new AbortController();
    const lost = document.getElementById("lost");
    try {
      const answer = await fetch(`/${document.documentElement.lang}/live`, {
        method: "POST",
        body: new URLSearchParams(entries()),
        signal: asked.signal,
      });
      if (!answer.ok) throw new Error(String(answer.status));
      showAnswer(await answer.text());
      lost.textContent = "";
    } catch (error) {
      if (error.name !== "AbortError") lost.textContent = lost.dataset.text;
    }
  };

  // Finding one's way

  const openTo = (hash) => {
    const target = hash.length > 1 ? document.getElementById(decodeURIComponent(hash.slice(1))) : null;
    if (!target) return;
    for (let part = target; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
    target.scrollIntoView();
    const first = target.matches("input, select, textarea, [tabindex]") ? target : target.querySelector("input, select, textarea");
    first?.focus({ preventScroll: true });
  };

  form.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#'], [data-clear], [data-open]");
    if (!link) return;
    if (link.dataset.open) {
      for (const part of form.querySelectorAll("main details")) part.open = link.dataset.open === "all";
    } else if ("clear" in link.dataset) {
      storage((held) => held.removeItem(KEY));
      isFilled = false;
    } else {
      event.preventDefault();
      history.replaceState(null, "", link.getAttribute("href"));
      openTo(link.getAttribute("href"));
    }
  });
  if (restore()) return;
  // A page that was fetched has nothing to keep until something is filled in.
  let isFilled = !isFetched;
  if (isFilled) keep();
  for (const part of document.querySelectorAll(".with-script")) part.hidden = false;
  form.addEventListener("input", () => {
    isFilled = true;
    keep();
  });
  form.addEventListener("change", () => {
    isFilled = true;
    keep();
    if (live) askAgain();
  });
  window.addEventListener("pagehide", () => {
    if (isFilled) keep();
  });
  if (live && isReturn) askAgain();
  window.addEventListener("beforeprint", () => {
    for (const part of form.querySelectorAll("main details")) part.open = true;
  });
  const first = document.querySelector("[data-focus]");
  if (first) first.focus();
  else if (location.hash) openTo(location.hash);
})();
