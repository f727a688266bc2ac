openShopWithMy(my);
