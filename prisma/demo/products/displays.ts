import { html, note, p, specs, ul } from "../html.ts";
import { inCategory } from "../product.ts";

export const displays = inCategory("Displays", [
  {
    id: 920,
    model: "CQROLED096-B",
    name: '0.96" OLED Display 128×64, I²C, Blue',
    description: html(
      p(`Crisp, self-luminous pixels that read from any side and need no backlight. Four wires
        and an SSD1306 library are all it takes.`),
      specs({
        Controller: "SSD1306",
        "Active area": "21.7 × 10.9 mm",
        Address: "0x3C, 0x3D by resistor",
        Supply: "3.3 to 5 V, 20 mA typical",
      }),
      p("Pin order is GND, VCC, SCL, SDA. Check it against your old module before swapping."),
    ),
    price: 4.2,
    quantity: 560,
    image: "catalog/CQRobot/OLED/OLED 0.96 Blue-1.jpg",
    views: 207,
  },
  {
    id: 921,
    model: "CQROLED096-W",
    name: '0.96" OLED Display 128×64, SPI, White',
    description: html(
      p(`Seven-pin SPI sibling of our blue module, for projects which redraw the whole screen
        often: at 10 MHz a full frame takes about a millisecond.`),
      p("Resistors on the back (R1 to R4) switch it to I²C if you change your mind."),
    ),
    price: 4.6,
    quantity: 188,
    image: "catalog/CQRobot/OLED/OLED 0.96 White-1.jpg",
    views: 28,
  },
  {
    id: 922,
    model: "CQRTFT24",
    name: '2.4" TFT Touch Display 240×320, ILI9341',
    description: html(
      p("65 536 colours, resistive touch and a microSD slot on the back of one red board."),
      ul(
        "ILI9341 display and XPT2046 touch controller, both SPI",
        "Backlight of four white LEDs, about 60 mA",
        "3.3 V logic; 5 V supply accepted",
        "Stylus included",
      ),
      p(`For smooth animation wire it to the hardware SPI pins: bit-banged transfers manage only
        a few frames per second.`),
    ),
    price: 11.4,
    quantity: 97,
    image: "catalog/CQRobot/TFT/TFT 2.4 ILI9341-1.jpg",
    views: 36,
  },
  {
    id: 923,
    model: "CQRLCD1602-B",
    name: "LCD 1602 with I²C Backpack, White on Blue",
    description: html(
      p(`Two lines of sixteen characters, as on every vending machine. The PCF8574 backpack is
        soldered on already and reduces sixteen pins to four.`),
      specs({
        Module: "80 × 36 mm, viewing area 64.5 × 16 mm",
        Supply: "5 V",
        Address: "0x27",
        "User characters": "8, 5 × 8 dots",
      }),
    ),
    price: 4.95,
    quantity: 340,
    image: "catalog/CQRobot/LCD/LCD1602 Blue-1.jpg",
    views: 34,
  },
  {
    id: 924,
    model: "CQRLCD2004-G",
    name: "LCD 2004 Character Display, Black on Yellow-Green",
    description: html(
      p(`Four lines give room for a menu or for set point, actual value and alarm on one page.
        The yellow-green version stays legible in sunlight with the backlight switched off.`),
      p("HD44780-compatible parallel interface, 98 × 60 mm, 4- or 8-bit mode, 5 V."),
    ),
    price: 7.8,
    quantity: 75,
    image: "catalog/CQRobot/LCD/LCD2004 Green-1.jpg",
    views: 15,
  },
  {
    id: 925,
    model: "CQRTM1637-R",
    name: 'TM1637 4-Digit 7-Segment Display 0.36", Red with Colon',
    description: html(
      p(`A clock face in ten minutes: two signal lines, eight brightness steps, colon in the
        middle.`),
      ul("3.3 to 5 V, up to 80 mA", "42 × 24 mm, four M2 holes", "9 mm digit height"),
    ),
    price: 2.25,
    quantity: 275,
    image: "catalog/CQRobot/Segment/TM1637 Red-1.jpg",
    views: 21,
  },
  {
    id: 926,
    model: "CQRMAX7219-1",
    name: "MAX7219 8×8 Dot Matrix Module, Red",
    description: html(
      p(`64 LEDs, one resistor, three wires. The driver multiplexes by itself, so the picture
        stays when the microcontroller is busy elsewhere.`),
      p("Modules plug into each other from DOUT to DIN. Matrix is socketed and can be exchanged."),
    ),
    price: 2.7,
    quantity: 198,
    image: "catalog/CQRobot/Matrix/MAX7219 8x8-1.jpg",
    views: 16,
  },
  {
    id: 927,
    model: "CQRMAX7219-4",
    name: "MAX7219 4-in-1 Dot Matrix Panel 32×8",
    description: html(
      p(`Four matrices on one 130 mm board make a ticker long enough for the time or for five
        letters of text. Comes with a 5-wire lead.`),
      note("Power:", "all pixels lit draw close to 1.3 A, so feed 5 V separately above half brightness."),
    ),
    price: 6.5,
    quantity: 140,
    image: "catalog/CQRobot/Matrix/MAX7219 4in1-1.jpg",
    views: 30,
  },
  {
    id: 928,
    model: "CQREPD154",
    name: '1.54" E-Paper Display 200×200, Black / White',
    description: html(
      p(`Holds its last picture for months without a battery. Good for name badges and price
        tags.`),
      specs({
        Resolution: "200 × 200 px, 184 dpi",
        "Full refresh": "2 s",
        "Partial refresh": "0.3 s",
        "Refresh power": "26 mW; standby below 0.01 µA",
        Interface: "SPI, 3 or 4 wire",
      }),
    ),
    price: 14.9,
    quantity: 58,
    image: "catalog/CQRobot/E-Paper/E-Paper 1.54-1.jpg",
    views: 32,
  },
  {
    id: 929,
    model: "CQRHDMI7",
    name: '7" HDMI IPS Touchscreen 1024×600',
    description: html(
      p(`Plug-in monitor for single-board computers. Picture over HDMI, five-point capacitive
        touch and power over one USB lead; no driver to install on current Linux or Windows.`),
      ul(
        "178° IPS panel, 350 cd/m²",
        "Backlight key and 3.5 mm audio output",
        "5 V, 450 mA",
        "Brass standoffs for a board on the back",
      ),
    ),
    price: 52.9,
    quantity: 19,
    image: "catalog/CQRobot/HDMI/HDMI 7 inch-1.jpg",
    views: 23,
  },
  {
    id: 930,
    model: "CQRGC9A01",
    name: '1.28" Round IPS Display 240×240, GC9A01',
    description: html(
      p("A round screen for gauges, watches and robot eyes; buy two and they can look around."),
      p(`Driven over 4-wire SPI, 3.3 or 5 V supply, diameter of the visible area 32.4 mm. The
        cable with eight loose ends is 20 cm long.`),
    ),
    price: 9.3,
    quantity: 102,
    image: "catalog/CQRobot/TFT/Round TFT 1.28-1.jpg",
    views: 33,
  },
]);
