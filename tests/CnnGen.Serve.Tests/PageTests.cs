using System.Globalization;
using CnnGen.Generator.Tests.Support;
using CnnGen.Serve.Tests.Support;
using CnnGen.Tests.Support;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using ServeSample;

namespace CnnGen.Serve.Tests;

/// <summary>The page in a browser: what one does with it, on a laptop and a phone, in light and dark.</summary>
public sealed class PageTests(Browser browser) : IClassFixture<Browser>, IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _faults = [];
    private Server? _server;
    private IBrowserContext? _context;

    public async Task InitializeAsync() => _server = await Server.StartAsync(new ServeOptions
    {
        Rate = 0,
        Trains = true,
        Data = Repository.PathOf("samples", "FashionMnist", "data"),
        Limit = 512,
        Out = _folder["trained.safetensors"],
    });

    public async Task DisposeAsync()
    {
        if (_context is not null)
            await _context.CloseAsync();
        await _server!.DisposeAsync();
        _folder.Dispose();
    }

    [SkippableFact]
    public async Task DrawnTrousersAreTrousers()
    {
        var page = await OpenAsync();
        await page.ClickAsync("#clear");
        await page.FillAsync("#brush", "3");
        await DrawAsync(page, (9, 3), (19, 3), (19, 6), (9, 6), (9, 3));
        await DrawAsync(page, (10, 4), (10, 25));
        await DrawAsync(page, (18, 4), (18, 25));
        await BestIsAsync(page, "Trouser");
        Assert.Equal("Trouser", (await page.TextContentAsync("#spoken"))!.Split(',')[0]);
        await page.ClickAsync("#clear");
        Assert.Equal(0, await page.EvaluateAsync<int>(BrightPixels));
        await IsFaultlessAsync(page);
    }

    [SkippableFact]
    public async Task KeysDraw()
    {
        var page = await OpenAsync();
        await page.FocusAsync("#pad");
        await page.Keyboard.PressAsync("Delete");
        await page.Keyboard.PressAsync("ArrowUp");
        await page.Keyboard.PressAsync("Space");
        Assert.Equal("Row 13, column 14: 235", await page.TextContentAsync("#pad-pixel"));
        await page.Keyboard.PressAsync("Backspace");
        Assert.Equal("Row 13, column 14: 0", await page.TextContentAsync("#pad-pixel"));
        await IsFaultlessAsync(page);
    }

    /// <summary>A file that is dropped is read as the program reads it for everybody; a light one becomes its negative.</summary>
    [SkippableTheory]
    [InlineData("image/png", "Trouser", "trouser.png")]
    [InlineData("image/jpeg", "Ankle boot", "boot.jpg")]
    [InlineData("image/webp", "Bag", "bag.webp")]
    public async Task ADroppedPictureIsToldApart(string type, string label, string name)
    {
        var page = await OpenAsync();
        var file = type == "image/png" ? Clothes.Png(1) : type == "image/jpeg" ? Clothes.Jpeg : null;
        await page.EvaluateAsync(
            """
            async ([base64, type, name]) => {
              let file;
              if (base64) {
                file = new File([Uint8Array.from(atob(base64), letter => letter.charCodeAt(0))], name, { type });
              } else {
                const canvas = document.createElement('canvas');
                canvas.width = canvas.height = 280;
                const context = canvas.getContext('2d');
                context.imageSmoothingEnabled = false;
                context.filter = 'invert(1)';
                context.drawImage(document.querySelectorAll('#samples img')[8], 0, 0, 280, 280);
                file = new File([await new Promise(done => canvas.toBlob(done, type))], name, { type });
              }
              const dropped = new DataTransfer();
              dropped.items.add(file);
              const drop = { dataTransfer: dropped, bubbles: true, cancelable: true };
              document.getElementById('pad').dispatchEvent(new DragEvent('drop', drop));
            }
            """, new[] { file is null ? "" : Convert.ToBase64String(file), type, name });
        await BestIsAsync(page, label);
        Assert.Equal(
            file is null ? "Shown as its negative: the network knows light on dark" : name, await page.TextContentAsync("#pad-pixel"));
        await IsFaultlessAsync(page);
    }

    [SkippableFact]
    public async Task AFileThatIsNoPictureIsTold()
    {
        var page = await OpenAsync();
        await page.SetInputFilesAsync("#file", new FilePayload { Name = "text.txt", MimeType = "text/plain", Buffer = "text"u8.ToArray() });
        await page.WaitForSelectorAsync("#problem:not([hidden])");
        Assert.Equal("text.txt is no picture that can be read.", await page.TextContentAsync("#problem"));
        await IsFaultlessAsync(page);
    }

    /// <summary>A layer's maps, a unit of one of them by pointer and by keys, and what it depends on.</summary>
    [SkippableFact]
    public async Task AUnitShowsWhatItSees()
    {
        var page = await OpenAsync();
        await page.ClickAsync("#diagram button[data-layer=conv2d_3]");
        await Assertions.Expect(page.Locator("#layer-facts")).ToHaveTextAsync("Conv2D: 64 maps of 14 x 14, 36,928 parameters");
        await Assertions.Expect(page.Locator("#maps button")).ToHaveCountAsync(64);
        var map = page.Locator("#maps button").Nth(10);
        var box = (await map.BoundingBoxAsync())!;
        await map.ClickAsync(new() { Position = new() { X = box.Width * 7.5f / 14, Y = box.Height * 7.5f / 14 } });
        await Assertions.Expect(page.Locator("#unit-text")).ToContainTextAsync("conv2d_3, channel 10 at (7, 7)");
        await Assertions.Expect(page.Locator("#unit-text")).ToContainTextAsync("14 x 14 pixels from (8, 8) on");
        Assert.Equal("7", await page.InputValueAsync("#unit-row"));

        await page.FillAsync("#unit-row", "0");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#unit-text")).ToContainTextAsync("at (0, 7)");
        await map.FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#unit-text")).ToContainTextAsync("conv2d_3, channel 11 at");

        await page.ClickAsync("#diagram button[data-layer=dense]");
        await page.Locator("#maps button").Nth(1).HoverAsync();
        await Assertions.Expect(page.Locator("#maps-pixel")).ToContainTextAsync("Trouser: ");
        await IsFaultlessAsync(page);
    }

    [SkippableFact]
    public async Task TheHeatMapIsOfAClassAndALayer()
    {
        var page = await OpenAsync();
        await page.ClickAsync("#samples button:nth-child(10)");
        await BestIsAsync(page, "Ankle boot");
        await page.ClickAsync("#tab-heat");
        await Assertions.Expect(page.Locator("#heat-pixel")).ToContainTextAsync("Ankle boot at conv2d_5");
        var before = await page.EvaluateAsync<string>("document.getElementById('heat').toDataURL()");
        await page.FillAsync("#heat-opacity", "0");
        Assert.NotEqual(before, await page.EvaluateAsync<string>("document.getElementById('heat').toDataURL()"));
        await page.SelectOptionAsync("#heat-class", new SelectOptionValue { Label = "Sandal" });
        await page.SelectOptionAsync("#heat-layer", "conv2d_3");
        await Assertions.Expect(page.Locator("#heat-pixel")).ToContainTextAsync("Sandal at conv2d_3");
        await page.HoverAsync("#heat", new() { Position = new() { X = 3, Y = 3 } });
        await Assertions.Expect(page.Locator("#heat-pixel")).ToContainTextAsync("Row 0, column 0: pixel 0, Sandal");
        await IsFaultlessAsync(page);
    }

    [SkippableFact]
    public async Task FiltersAreThoseOfALayer()
    {
        var page = await OpenAsync();
        await page.ClickAsync("#tab-filters");
        await Assertions.Expect(page.Locator("#filter-facts")).ToHaveTextAsync("32 filters of 3 x 3, over 1 channel");
        await page.SelectOptionAsync("#filter-layer", "conv2d_5");
        await Assertions.Expect(page.Locator("#filter-facts")).ToHaveTextAsync("96 filters of 3 x 3, over 96 channels");
        await page.FillAsync("#filter-input", "95");
        await page.HoverAsync("#filters", new() { Position = new() { X = 2, Y = 2 } });
        await Assertions.Expect(page.Locator("#filter-pixel")).ToContainTextAsync("Filter 0, row 0, column 0: ");
        await page.SelectOptionAsync("#filter-layer", "dense");
        await Assertions.Expect(page.Locator("#filter-facts")).ToHaveTextAsync("10 units, each a row of 96 weights");
        await IsFaultlessAsync(page);
    }

    /// <summary>What the page shows of the numbers are the numbers.</summary>
    [SkippableFact]
    public async Task NumbersUnderThePointerAreThoseOfTheNetwork()
    {
        var page = await OpenAsync();
        await page.ClickAsync("#samples button:nth-child(10)");
        await BestIsAsync(page, "Ankle boot");
        var map = page.Locator("#maps button").Nth(3);
        var box = (await map.BoundingBoxAsync())!;
        await map.HoverAsync(new() { Position = new() { X = box.Width * 13.5f / 28, Y = box.Height * 19.5f / 28 } });
        using var network = ClothesCnn.Trained();
        using var inspector = network.Inspect();
        var value = inspector.Activations(Clothes.Prepared(Clothes.Png(9)))["conv2d"][(((19 * 28) + 13) * 32) + 3];
        await Assertions.Expect(page.Locator("#maps-pixel")).ToContainTextAsync("Map 3, row 19, column 13: ");
        var shown = (await page.TextContentAsync("#maps-pixel"))!.Split(": ")[1];
        Assert.Equal(value, double.Parse(shown, CultureInfo.InvariantCulture), Math.Abs(value) / 1000);
    }

    [SkippableFact]
    public async Task ATrainingStartsPausesSavesAndStops()
    {
        var page = await OpenAsync();
        await page.ClickAsync("#tab-training");
        await page.FillAsync("#epochs", "1000");
        await page.ClickAsync("#start");
        await Assertions.Expect(page.Locator("#training-state")).ToContainTextAsync("Learning");
        await Assertions.Expect(page.Locator("#results tr").First).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await page.WaitForFunctionAsync(FiltersAreDrawn);
        await page.ClickAsync("#pause");
        await Assertions.Expect(page.Locator("#pause")).ToHaveTextAsync("Go on");
        await page.CheckAsync("#serve");
        await page.ClickAsync("#checkpoint");
        await Assertions.Expect(page.Locator("#training-state")).ToContainTextAsync("the page answers with these weights");

        // It is the program that trains: a page that is opened anew shows how far it is.
        await page.ReloadAsync();
        await page.ClickAsync("#tab-training");
        await Assertions.Expect(page.Locator("#training-state")).ToContainTextAsync("Paused");
        await Assertions.Expect(page.Locator("#results tr").First).ToBeVisibleAsync();
        await page.WaitForFunctionAsync(FiltersAreDrawn);
        await page.ClickAsync("#pause");
        await Assertions.Expect(page.Locator("#pause")).ToHaveTextAsync("Pause");
        await page.ClickAsync("#stop");
        await Assertions.Expect(page.Locator("#training-state")).ToContainTextAsync("Stopped");
        await Assertions.Expect(page.Locator("#start")).ToBeEnabledAsync();
        await IsFaultlessAsync(page);
    }

    [SkippableFact]
    public async Task TheThemeIsKept()
    {
        var page = await OpenAsync();
        var light = await GroundAsync(page);
        await page.ClickAsync("#theme");
        var dark = await GroundAsync(page);
        Assert.NotEqual(light, dark);
        await page.ReloadAsync();
        Assert.Equal(dark, await GroundAsync(page));
        await Assertions.Expect(page.Locator("#theme")).ToHaveTextAsync("Light colours");
        await page.ClickAsync("#theme");
        Assert.Equal(light, await GroundAsync(page));
        await IsFaultlessAsync(page);
    }

    /// <summary>No view asks for sideways scrolling, and none has a fault that axe calls serious.</summary>
    [SkippableTheory]
    [InlineData(1366, ColorScheme.Light)]
    [InlineData(1366, ColorScheme.Dark)]
    [InlineData(360, ColorScheme.Light)]
    [InlineData(360, ColorScheme.Dark)]
    public async Task EveryViewCanBeRead(int width, ColorScheme theme)
    {
        var page = await OpenAsync(width, theme);
        foreach (var tab in new[] { "layers", "heat", "filters", "training" })
        {
            await page.ClickAsync($"#tab-{tab}");
            await page.Locator($"#panel-{tab}").WaitForAsync();
            Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width, $"{tab} scrolls sideways");
            var found = (await page.RunAxe()).Violations.Where(violation => violation.Impact is "serious" or "critical").ToArray();
            Assert.True(found.Length == 0, $"{tab}: {string.Join("; ", found.Select(violation =>
                $"{violation.Help}: {string.Join(", ", violation.Nodes.Select(node => node.Html))}"))}");
        }

        await IsFaultlessAsync(page);
    }

    /// <summary>The diagram is a file of its own, whose colours the browser is allowed to show.</summary>
    [SkippableFact]
    public async Task TheDiagramHasItsColours()
    {
        var page = await OpenAsync();
        await page.ClickAsync("footer a[href='model/diagram.svg']");
        Assert.Equal("rgba(59, 130, 246, 0.3)", await page.EvaluateAsync<string>(
            "getComputedStyle(document.querySelector('.convolution')).fill.replace('0.302', '0.3')"));
        await IsFaultlessAsync(page);
    }

    /// <summary>With the tabulator one comes to everything, in the order in which it is there.</summary>
    [SkippableFact]
    public async Task TheTabulatorComesToEverything()
    {
        var page = await OpenAsync();
        List<string> order = [];
        for (var i = 0; i < 60; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            order.Add(await page.EvaluateAsync<string>("document.activeElement.id || document.activeElement.parentElement.id"));
        }

        string[] expected = ["theme", "pad", "brush", "clear", "invert", "file", "samples", "tab-layers", "maps", "unit-channel"];
        Assert.Equal(expected, order.Where(expected.Contains).Distinct());
        // Arrow keys lead on from one tab to the next, and only one of them is on the way.
        Assert.DoesNotContain("tab-heat", order);
        await page.FocusAsync("#tab-layers");
        await page.Keyboard.PressAsync("ArrowRight");
        Assert.True(await page.IsVisibleAsync("#panel-heat"));
    }

    private const string FiltersAreDrawn =
        "document.getElementById('training-filters').getContext('2d').getImageData(1, 1, 1, 1).data[3] === 255";

    private const string BrightPixels =
        """
        (() => {
          const canvas = document.getElementById('pad');
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          return data.filter((value, i) => i % 4 === 0 && value > 0).length;
        })()
        """;

    private async Task<IPage> OpenAsync(int width = 1366, ColorScheme theme = ColorScheme.Light)
    {
        _context = await browser.Instance.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = 800 },
            ColorScheme = theme,
            HasTouch = width < 500,
        });
        var page = await _context.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _faults.Add($"{message.Type}: {message.Text}");
        };
        page.PageError += (_, error) => _faults.Add(error);
        page.Request += (_, request) =>
        {
            if (new Uri(request.Url) is { Scheme: "http" or "https" } url && url.Authority != _server!.Address.Authority)
                _faults.Add($"a request to {url.Authority}");
        };
        await page.GotoAsync(_server!.Address.ToString());
        await Assertions.Expect(page.Locator("#bars .best")).ToHaveCountAsync(1);
        return page;
    }

    /// <summary>No error in the console, no exception, no request to elsewhere.</summary>
    private async Task IsFaultlessAsync(IPage page)
    {
        await page.WaitForTimeoutAsync(50);
        Assert.Empty(_faults);
    }

    private static async Task BestIsAsync(IPage page, string label)
    {
        await Assertions.Expect(page.Locator("#bars .best .label")).ToHaveTextAsync(label);
        await Assertions.Expect(page.Locator("#spoken")).ToContainTextAsync(label);
    }

    /// <summary>Draws a line through points (column, row) of the picture.</summary>
    private static async Task DrawAsync(IPage page, params (int X, int Y)[] points)
    {
        var box = (await page.Locator("#pad").BoundingBoxAsync())!;
        float Place(float start, float length, int pixel) => start + (length * pixel / 28);
        await page.Mouse.MoveAsync(Place(box.X, box.Width, points[0].X), Place(box.Y, box.Height, points[0].Y));
        await page.Mouse.DownAsync();
        foreach (var (x, y) in points)
            await page.Mouse.MoveAsync(Place(box.X, box.Width, x), Place(box.Y, box.Height, y), new() { Steps = 4 });
        await page.Mouse.UpAsync();
    }

    private static Task<string> GroundAsync(IPage page) =>
        page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
}
