"""A browser module of ours in a page: Python says what it is about, the module does the rest."""

from typing import Any

import streamlit as st

# Only this much travels with the page; the modules come once, under a name that changes with their content.
BOOT = """
const houses = new WeakMap();
export default function (component) {
  const { data, parentElement } = component;
  const known = houses.get(parentElement);
  if (known) {
    if (known.module && known.module.update) known.module.update(data);
    return known.leave;
  }
  const house = { root: document.createElement('div') };
  for (const style of data.urls.styles) {
    const sheet = document.createElement('link');
    sheet.rel = 'stylesheet';
    sheet.href = style;
    parentElement.append(sheet);
  }
  parentElement.append(house.root);
  houses.set(parentElement, house);
  // Modules started from here would look for their neighbours beside this text: they need a full address.
  import(new URL(data.urls.script, document.baseURI).href).then((script) => {
    if (!house.gone) house.module = script.open(house.root, data);
  });
  house.leave = () => {
    house.gone = true;
    if (house.module) house.module.close();
    houses.delete(parentElement);
  };
  return house.leave;
}
"""


def show(name: str, data: dict[str, Any], *, script: str, styles: tuple[str, ...], key: str) -> None:
    """Draw a module: it exports open(root, data), which returns { close, update }.

    script, styles: their addresses. It goes on by itself from there, without further runs of the page.
    """
    component = st.components.v2.component(name, js=BOOT, html="<div></div>", isolate_styles=True)
    urls = {**data.pop("urls", {}), "script": script, "styles": list(styles)}
    component(key=key, data={**data, "urls": urls})
