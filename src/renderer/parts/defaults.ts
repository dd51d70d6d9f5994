/** Dense by default: what every component of the library starts from here. */
export const componentDefaults = {
  button: { size: 'sm' },
  checkbox: { size: 'sm' },
  dropdownMenu: { size: 'sm' },
  formField: { size: 'sm' },
  input: { size: 'sm' },
  radioGroup: { size: 'sm' },
  select: { size: 'sm' },
  selectMenu: { size: 'sm' },
  switch: { size: 'sm' },
  textarea: { size: 'sm' },
} as const
