// Formulas in TeX as MathML elements. The library is loaded when there is one; it makes elements, so that no
// markup and no style attribute is ever read from what an answer says.

const texCharsMax = 2_000;

/** Nothing when it cannot be read as a formula. */
export async function formulaOf(tex: string, display: 'inline' | 'block'): Promise<Element | null> {
  if (tex.length > texCharsMax) return null;
  try {
    const { default: temml } = await import('temml');
    const holder = document.createElement('span');
    temml.render(tex, holder, { displayMode: display === 'block', throwOnError: true, maxExpand: 100 });
    return holder.querySelector('math');
  } catch {
    return null;
  }
}
