/** A catalogue of any size, the same each time: electronics with brands, kinds, values and colours, some in Chinese. */

/** Numbers from 0 to 1 that look random and follow from a seed. */
export function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const oneOf = <T>(next: () => number, from: readonly T[]): T => from[Math.floor(next() * from.length)] as T; // never empty

const SYLLABLES =
  "ba be bi bo ca co da de di do fa fe ga go ha he hi ka ke ko la le li lo ma me mi mo na ne no nu pa pe ra re ri ro sa se si so ta te ti to va vi vo xa za zo tron lux dyn flex volt nix";
const KINDS =
  "Resistor,Capacitor,Inductor,Diode,Transistor,Dupont Wire,Jumper Cable,Connector,Header,Socket,Relay,Switch,Button,Temperature Sensor,Pressure Sensor,LED Strip,Display,OLED Module,Stepper Motor,Servo,Motor Driver,Power Supply,Battery Holder,Voltage Regulator,Crystal Oscillator,Fuse,Potentiometer,Development Board,Antenna,Speaker,Buzzer,Microphone,Heat Sink,Soldering Iron,Multimeter,Breadboard";
const QUALITIES = "Standard,Precision,Industrial,Automotive,Miniature";
const ADJECTIVES = "High Power,Low Noise,Ultra Thin,Waterproof,Through Hole,SMD,Shielded,Flexible,Panel Mount";
const COLOURS = "Red,Blue,Green,Black,White,Yellow,Grey,Orange";
const UNITS = "k,R,mm,mA,V,uF,nF,pF,mH,cm";
const CHINESE =
  "步进电机,杜邦线,温度传感器,连接器,电容,电阻,二极管,开发板,显示屏,继电器,稳压器,晶振,电源模块,面包板,焊台,万用表";

const words = (list: string, by: string) => list.split(by);
const [kinds, qualities, adjectives, colours, units, chinese] = [
  KINDS,
  QUALITIES,
  ADJECTIVES,
  COLOURS,
  UNITS,
  CHINESE,
].map((list) => words(list, ",")) as [string[], string[], string[], string[], string[], string[]]; // as many as lists

const brands = (() => {
  const next = numbers(7);
  const syllables = words(SYLLABLES, " ");
  return Array.from({ length: 400 }, () => {
    const brand = Array.from({ length: 2 + Math.floor(next() * 2) }, () => oneOf(next, syllables)).join("");
    return brand.slice(0, 1).toUpperCase() + brand.slice(1);
  });
})();

export interface BenchProduct {
  readonly id: number;
  readonly name: string;
  readonly model: string;
  readonly category: string;
  readonly price: number;
  readonly quantity: number;
  readonly views: number;
}

/** The product with a number; a shop of a size has those from 1 on. */
export function product(id: number): BenchProduct {
  const next = numbers(Math.imul(id, 2_654_435_761));
  const [kind, brand, adjective] = [oneOf(next, kinds), oneOf(next, brands), oneOf(next, adjectives)];
  const value = `${1 + Math.floor(next() * 999)}${oneOf(next, units)}`;
  const colour = oneOf(next, colours);
  const style = next();
  const name =
    style < 0.15
      ? `${oneOf(next, chinese)} ${brand} ${value}`
      : style < 0.5
        ? `${kind} ${value} ${adjective} ${brand} ${colour}`
        : `${brand} ${adjective} ${kind} ${value} ${colour}`;
  return {
    id,
    name,
    model: `${brand.slice(0, 2).toUpperCase()}${10 + Math.floor(next() * 90)}-${id.toString(36).toUpperCase()}`,
    category: `${oneOf(next, qualities)} ${kind}s`,
    price: 100 + Math.floor(next() * 1_000_000),
    quantity: Math.floor(next() * 50),
    views: next() < 0.1 ? Math.floor(next() * 1000) : 0,
  };
}
