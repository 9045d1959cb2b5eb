import { html, note, p, specs, ul } from "../html.ts";
import { inCategory } from "../product.ts";

export const passives = inCategory("Passive Components", [
  {
    id: 1140,
    model: "CQRR220",
    name: "Resistor 220 Ω, 1/4 W, ±1 %, Metal Film",
    description: html(
      p("The series resistor for an LED at 5 V: 13 mA through a red one, 8 mA through a blue one."),
      p("Sold by the piece, taped. Temperature coefficient 100 ppm/°C, 250 V at most."),
    ),
    price: 0.0185,
    quantity: 12600,
    image: "catalog/CQRobot/Resistor/Resistor 220R-1.jpg",
    views: 13,
  },
  {
    id: 1141,
    model: "CQRR4K7",
    name: "Resistor 4.7 kΩ, 1/4 W, ±1 %, Metal Film",
    description: html(
      p("Pull-up value for one-wire sensors and for I²C busses of medium length."),
      specs({ Body: "6.3 × 2.4 mm", Leads: "0.6 mm tinned copper", "E series": "E96" }),
    ),
    price: 0.0185,
    quantity: 9800,
    image: "catalog/CQRobot/Resistor/Resistor 4K7-1.jpg",
    views: 6,
  },
  {
    id: 1142,
    model: "CQRR10K",
    name: "Resistor 10 kΩ, 1/4 W, ±5 %, Carbon Film",
    description: html(
      p("Keeps reset lines and buttons at a defined level. Cheap, beige, everywhere."),
      p("Four-band code brown, black, orange, gold. Noise is higher than with metal film."),
    ),
    price: 0.0115,
    quantity: 15400,
    image: "catalog/CQRobot/Resistor/Resistor 10K-1.jpg",
    views: 8,
  },
  {
    id: 1143,
    model: "CQRRKIT600",
    name: "Resistor Kit 10 Ω – 1 MΩ, 30 Values × 20",
    description: html(
      p(`Six hundred metal film resistors on labelled paper strips. The thirty values follow E6
        over five decades, with a few favourites of the hobby bench added.`),
      ul("±1 %, 0.25 W", "Value printed on every strip", "Folds into a card wallet"),
    ),
    price: 6.9,
    quantity: 262,
    image: "catalog/CQRobot/Resistor/Resistor Kit 600-1.jpg",
    views: 32,
  },
  {
    id: 1144,
    model: "CQRC104",
    name: "Ceramic Capacitor 100 nF, 50 V, X7R",
    description: html(
      p("One next to every supply pin, and half of the strange crashes never happen."),
      p("Marked 104, ±10 %, 5.08 mm lead spacing, -55 °C to +125 °C."),
    ),
    price: 0.0235,
    quantity: 7600,
    image: "catalog/CQRobot/Capacitor/Ceramic 104-1.jpg",
    views: 5,
  },
  {
    id: 1145,
    model: "CQRCKIT-E",
    name: "Electrolytic Capacitor Kit 1 µF – 1000 µF, 120 pcs",
    description: html(
      p("Twelve values from 1 to 1000 µF, ten pieces each, rated 16 to 50 V."),
      specs({
        Tolerance: "±20 %",
        Temperature: "-40 to +105 °C",
        Life: "2000 h at 105 °C",
        "Largest can": "10 × 17 mm (1000 µF, 16 V)",
      }),
      note("Polarity:", "the printed stripe is minus. Reversed parts vent within seconds."),
    ),
    price: 8.15,
    quantity: 134,
    image: "catalog/CQRobot/Capacitor/Electrolytic Kit-1.jpg",
    views: 19,
  },
  {
    id: 1146,
    model: "CQRB10K",
    name: "Rotary Potentiometer B10K with Knob, 5 pcs",
    description: html(
      p("Linear 10 kΩ, 270° of travel, 6 mm knurled shaft of 15 mm length, M7 nut and washer."),
      p("Power 0.1 W, tolerance ±20 %, at least 15 000 turns."),
    ),
    price: 3.05,
    quantity: 215,
    image: "catalog/CQRobot/Potentiometer/B10K-1.jpg",
    views: 14,
  },
  {
    id: 1147,
    model: "CQRTACT12",
    name: "Tactile Push Buttons 12 mm with Coloured Caps, 25 pcs",
    description: html(
      p(`A click you can feel at 160 gf. Square stems take the snap-on caps: five each in red,
        yellow, green, blue and white.`),
      ul("12 × 12 × 7.3 mm", "50 mA at 12 V", "100 000 cycles", "Bounce below 5 ms"),
    ),
    price: 4.3,
    quantity: 189,
    image: "catalog/CQRobot/Button/Tact 12mm-1.jpg",
    views: 17,
  },
  {
    id: 1148,
    model: "CQR1N4007",
    name: "1N4007 Rectifier Diode, 1 A, 1000 V",
    description: html(
      p("The ring marks the cathode. Put it across every relay coil and motor you switch."),
      p(`Forward drop 1.1 V at 1 A, surge 30 A, DO-41 case. For fast edges choose a Schottky
        instead.`),
    ),
    price: 0.0315,
    quantity: 6900,
    image: "catalog/CQRobot/Diode/1N4007-1.jpg",
    views: 7,
  },
  {
    id: 1149,
    model: "CQR2N2222",
    name: "2N2222A NPN Transistor TO-92, 10 pcs",
    description: html(
      p(`Switches relays, small motors and LED strips from a logic pin through a 1 kΩ base
        resistor.`),
      specs({ "V(CEO)": "40 V", "I(C)": "600 mA", hFE: "100 to 300", fT: "300 MHz" }),
    ),
    price: 0.85,
    quantity: 420,
    image: "catalog/CQRobot/Transistor/2N2222A-1.jpg",
    views: 11,
  },
  {
    id: 1150,
    model: "CQRXTAL16",
    name: "Quartz Crystal 16 MHz HC-49S with 2 × 22 pF",
    description: html(
      p("Clock for a bare ATmega on a breadboard; both load capacitors come in the same bag."),
      p("±20 ppm at 25 °C, ±30 ppm over temperature, 40 Ω series resistance."),
    ),
    price: 0.42,
    quantity: 388,
    image: "catalog/CQRobot/Crystal/Crystal 16MHz-1.jpg",
    views: 3,
  },
  {
    id: 1151,
    model: "CQRGRAB",
    name: "Grab Bag: Déjà-Vu Mixed Components, 500 g",
    description: html(
      p(`Overstock, cut tape ends and odd values by weight: no two bags alike, therefore no
        picture. Expect mostly resistors and capacitors, some semiconductors and now and then a
        treasure.`),
    ),
    price: 9.9,
    quantity: 26,
    image: "",
    views: 30,
  },
]);
