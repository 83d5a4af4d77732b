"use strict";
(() => {
  // Older browsers print a closed list as closed: open what is closed, and close it again.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const each of opened) each.open = true;
  });
  addEventListener("afterprint", () => {
    for (const each of opened) each.open = false;
    opened = [];
  });

  const box = document.querySelector(".filter");
  if (!box) return;
  const input = document.getElementById("filter");
  const said = document.getElementById("filter-said");
  const teams = [...document.querySelectorAll(".team")].map((team) => ({
    team,
    name: team.querySelector("h3").textContent.toLowerCase(),
    owners: [...team.querySelectorAll(".owner")].map((owner) => ({
      owner,
      name: owner.querySelector("summary").textContent.toLowerCase(),
      people: [...owner.querySelectorAll(".person")],
    })),
  }));
  const find = () => {
    const wanted = input.value.trim().toLowerCase();
    let count = 0;
    for (const { team, name, owners } of teams) {
      let some = false;
      for (const { owner, name: worker, people } of owners) {
        const whole = !wanted || name.includes(wanted) || worker.includes(wanted);
        let here = 0;
        for (const person of people) {
          person.hidden = !(whole || person.textContent.toLowerCase().includes(wanted));
          if (!person.hidden) here += 1;
        }
        owner.hidden = !here;
        owner.open = Boolean(wanted) && here > 0 && here <= 50;
        some ||= here > 0;
        count += here;
      }
      team.hidden = !some;
    }
    said.textContent = !wanted ? "" : count === 1 ? "1 person found" : `${count.toLocaleString("en-GB")} people found`;
  };
  let waiting;
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(find, 150);
  });
  box.hidden = false;
})();
