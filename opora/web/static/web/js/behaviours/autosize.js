// A text field as high as its words, between its smallest and largest height.
export function attach(field) {
  const fit = () => {
    field.style.height = "auto";
    field.style.height = field.value ? `${field.scrollHeight + 2}px` : "";
  };
  field.addEventListener("input", fit);
  field.addEventListener("fit", fit);
  if (field.value) fit();
}
