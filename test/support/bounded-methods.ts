/** Methods on a quadratic: lr times the largest curvature must stay below the bound. */
export const boundedMethods = [
  { optimizer: 'gd', dialect: 'chapter', bound: 2 },
  { optimizer: 'gd', dialect: 'pytorch', bound: 2 },
  { optimizer: 'momentum', dialect: 'chapter', bound: 3.8 },
  { optimizer: 'momentum', dialect: 'pytorch', bound: 3.8 },
  { optimizer: 'nag', dialect: 'chapter', bound: 3.8 / 2.8 },
  { optimizer: 'nag', dialect: 'pytorch', bound: 3.8 / 2.8 },
] as const
