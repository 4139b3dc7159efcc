// Stands in for react-style-singleton: a component that writes no style.
export const styleSingleton = () => () => null;
