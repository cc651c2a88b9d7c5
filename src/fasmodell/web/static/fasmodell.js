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
  // The sentence that says that this tab remembers is there only while it does: storage may be off, or full.
  const keep = () => {
    if (!draft.value) return;
    const isKept = storage((held) => {
      held.setItem(KEY, JSON.stringify({ page, entries: entries() }));
      return true;
    });
    document.getElementById("kept").hidden = !isKept;
  };
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
    for (const field of form.querySelectorAll("input[type=checkbox]")) field.checked = false;
    for (const [name, value] of saved.entries) {
      const fields = form.elements.namedItem(name);
      if (!fields || name === "typed_in") continue;
      for (const field of fields instanceof RadioNodeList ? fields : [fields]) {
        if (field.type === "radio" || field.type === "checkbox") field.checked = field.value === value;
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
        const field = form.elements.namedItem(name);
        if (name === "profile" || name === "decisions") field.value = value;
        else if (!field) hidden(name, value);
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
    if (isFilled) keep();
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
      asked?.abort(); // the answer to what is being left would be remembered again
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

// On the page of what if, slider, field and mark for unknown follow each other, and the result follows them.
(() => {
  "use strict";

  const form = document.getElementById("draft");
  const trying = document.getElementById("trying");
  if (!form || !trying) return;
  const PAUSE = 350;
  const isSwedish = document.documentElement.lang === "sv";
  const written = (number) => (isSwedish ? number.replace(".", ",") : number);
  const number = (text) => {
    const bare = text.replace(/[\s\u00a0\u202f%]/g, "").replace("\u2212", "-");
    return bare === "" ? NaN : Number(isSwedish ? bare.replace(",", ".") : bare.replace(/,/g, ""));
  };

  const follow = (field) => {
    const card = field.closest("[data-try]");
    const slider = card?.querySelector("input[type=range]");
    if (!slider) return;
    const typed = card.querySelector("input[type=text]");
    const unknown = card.querySelector("input[type=checkbox]");
    if (typed) {
      if (field === slider) {
        typed.value = written(slider.value);
        unknown.checked = false;
      } else if (field === unknown) {
        typed.value = unknown.checked ? "" : written(slider.value);
      } else {
        unknown.checked = !typed.value.trim();
        if (Number.isFinite(number(typed.value))) slider.value = number(typed.value);
      }
      slider.setAttribute("aria-valuetext", unknown.checked ? trying.dataset.unknown : written(slider.value));
    } else {
      const radios = [...card.querySelectorAll("input[type=radio]")];
      if (field === slider) for (const radio of radios) radio.checked = radio.value === slider.value;
      else if (Number.isFinite(number(field.value))) slider.value = field.value;
      const chosen = radios.find((radio) => radio.checked);
      slider.setAttribute("aria-valuetext", chosen ? chosen.parentElement.textContent.trim() : slider.value);
    }
  };

  let waiting = 0;
  let asked = null;
  const update = async () => {
    asked?.abort();
    asked = new AbortController();
    const lost = document.getElementById("lost");
    const sent = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "pick");
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(sent), signal: asked.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      show(new DOMParser().parseFromString(await answer.text(), "text/html"));
      lost.textContent = "";
    } catch (error) {
      if (error.name !== "AbortError") lost.textContent = lost.dataset.text;
    }
  };

  const show = (page) => {
    for (const name of ["result-status", "result-wrong"]) {
      const text = page.getElementById(name).textContent;
      const here = document.getElementById(name);
      if (here.textContent !== text) here.textContent = text;
    }
    document.getElementById("result").replaceChildren(...page.getElementById("result").children);
    for (const place of trying.querySelectorAll(".error")) {
      const found = page.getElementById(place.id);
      const field = document.getElementById(place.id.replace(/-error$/, ""));
      const isWrong = Boolean(found) && !found.hidden;
      place.replaceChildren(...(isWrong ? found.children : []));
      place.hidden = !isWrong;
      if (isWrong) field?.setAttribute("aria-invalid", "true");
      else field?.removeAttribute("aria-invalid");
    }
  };

  trying.addEventListener("input", (event) => {
    if (!event.target.closest("[data-try]")) return;
    follow(event.target);
    clearTimeout(waiting);
    waiting = setTimeout(update, PAUSE);
  });
  const navigation = performance.getEntriesByType("navigation")[0];
  if (navigation && (navigation.type === "reload" || navigation.type === "back_forward")) update();
})();

// The day of the decisions is today unless something else is written.
(() => {
  "use strict";

  const about = document.querySelector("[data-today]");
  const field = about && document.getElementById(about.dataset.today);
  if (field && !field.value && field.type === "date") field.value = new Date().toLocaleDateString("sv-SE");
})();
