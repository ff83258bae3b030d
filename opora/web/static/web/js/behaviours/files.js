// Files chosen, pasted or dropped into a form go to its file field; each is listed with a button that takes it out again.
export function attach(field) {
  const { form } = field;
  const list = field.closest(".files").querySelector("[data-files]");
  const set = (files) => {
    const all = new DataTransfer();
    for (const file of files) all.items.add(file);
    field.files = all.files;
    show();
  };
  const show = () => list.replaceChildren(...[...field.files].map((file) => entry(file, () => set([...field.files].filter((one) => one !== file)))));
  const add = (files) => files?.length > 0 && (set([...field.files, ...files]), true);
  field.addEventListener("change", show);
  form.addEventListener("reset", () => setTimeout(show));
  form.addEventListener("paste", (event) => add(event.clipboardData?.files) && event.preventDefault());
  form.addEventListener("dragover", (event) => event.preventDefault());
  form.addEventListener("drop", (event) => add(event.dataTransfer?.files) && event.preventDefault());
}

function entry(file, remove) {
  const one = document.createElement("span");
  one.className = "files__one";
  const name = document.createElement("span");
  name.className = "one-line";
  name.textContent = file.name;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "×";
  button.setAttribute("aria-label", `× ${file.name}`);
  button.addEventListener("click", remove);
  one.append(name, button);
  return one;
}
